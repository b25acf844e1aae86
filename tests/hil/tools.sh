#!/bin/bash
# SPDX-License-Identifier: MIT
# Compiles the guest's own helper programs on the host; prints the folder that holds them.
# Static: the same file runs on every suite, and the guest needs no compiler.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

build() {
	say "tools: compiling"
	cc -std=gnu11 -O2 -Wall -Wextra -Werror -static -o "$1/linewatch" linewatch.c
}

cd "$hil"
cached tools "$(hash_of tools.sh linewatch.c)" build
