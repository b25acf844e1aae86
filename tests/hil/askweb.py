# SPDX-License-Identifier: MIT
"""What t-web.sh asks of rmcu-webd, whatever its certificate: get URL, status URL, print ADDRESS."""
import hashlib
import socket
import ssl
import sys
import urllib.error
import urllib.request

anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
what, where = sys.argv[1:]

if what == 'print':
    with socket.create_connection((where, 443), timeout=10) as raw, anyone.wrap_socket(raw) as s:
        print(hashlib.sha256(s.getpeercert(binary_form=True)).hexdigest())
    sys.exit()
try:
    with urllib.request.urlopen(where, timeout=10, context=anyone) as answer:
        status, body = answer.status, answer.read()
except urllib.error.HTTPError as e:
    status, body = e.code, b''
if what == 'status':
    print(status)
else:
    sys.stdout.buffer.write(body)
    sys.exit(status != 200)
