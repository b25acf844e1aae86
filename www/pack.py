#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""pack.py OUTPUT FILE...: the files as C for rmcu-webd, packed as browsers want them, each with its content in its
address. The same files give the same bytes, wherever and whenever."""
import os
import sys
import zlib

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
         ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}
HEAD = """/* Made by www/pack.py. */
#include "daemons/webd/files.h"

const struct web_file web_files[] = {
"""


def fnv1a(content):
    """As lib/base/hash.h has it."""
    h = 0xcbf29ce484222325
    for byte in content:
        h = (h ^ byte) * 0x100000001b3 & 0xffffffffffffffff
    return h


def gzip(content):
    """Without a name and a time (RFC 1952)."""
    z = zlib.compressobj(9, zlib.DEFLATED, 15 + 16)
    return z.compress(content) + z.flush()


def row(path):
    with open(path, "rb") as f:
        content = f.read()
    name, packed = os.path.basename(path), gzip(content)
    smaller = len(packed) < len(content)
    body = packed if smaller else content
    return f"""\t{{ .name = "{name}",
\t  .type = "{TYPES[os.path.splitext(name)[1]]}",
\t  .path = "/static/{fnv1a(content):016x}/{name}",
\t  .packed = {"true" if smaller else "false"},
\t  .body = {{ .fd = -1, .len = {len(body)}, .bytes = (const unsigned char[]){{
{",".join(map(str, body))} }} }} }},
"""


output, *paths = sys.argv[1:]
with open(output, "w", encoding="ascii") as f:
    f.write(HEAD + "".join(map(row, paths)) + f"}};\nconst size_t n_web_files = {len(paths)};\n")
