# SPDX-License-Identifier: MIT
"""A web server for tests that takes whatever is sent to it."""
import http.server
import threading


class Hooks(http.server.ThreadingHTTPServer):
    """`got` has (path, headers, body) of each request."""

    def __init__(self):
        self.got = []
        super().__init__(('127.0.0.1', 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.server_port}'

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.server.got.append((self.path, dict(self.headers), body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass
