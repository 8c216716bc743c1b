# SPDX-License-Identifier: GPL-2.0-or-later
"""
A registry on 127.0.0.1 that lies.

    lying_server.py LOG PORT-FILE [CERTIFICATE KEY]

The first part of a URL's path says how: /LIE/config.json, /LIE/dl/NAME and
/LIE/INDEX-FILE, where the truth is in ./registry/NAME and ./index/INDEX-FILE.
LOG gets a line for each request: what is asked for, and the headers by which a
client asks for less.  PORT-FILE gets the port, and the certificate's server
gets it at its end.
"""

import gzip
import http.server
import os
import ssl
import subprocess
import sys
import threading
import time
from email.utils import formatdate

log_path, port_file = sys.argv[1:3]
tls = sys.argv[3:5]
seen = {}  # path to how often it was asked for
not_before = {}
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def note(self):
        asked = ["Range", "If-Range", "If-None-Match", "If-Modified-Since"]
        with lock:
            with open(log_path, "a", encoding="ascii") as log:
                log.write(self.path)
                for name in asked:
                    if name in self.headers:
                        log.write(f" {name}: {self.headers[name]}")
                log.write("\n")
            seen[self.path] = seen.get(self.path, 0) + 1
            self.time = seen[self.path]

    # Answers

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        if "Content_Length" not in headers:
            headers["Content_Length"] = len(body)
        for name, value in headers.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self):
        self.wfile.flush()
        self.close_connection = True

    def redirect(self, where):
        self.answer(302, b"moved", Location=where)

    # The truth

    def base(self):
        scheme = "https" if tls else "http"
        return f"{scheme}://127.0.0.1:{self.server.server_port}"

    def config(self, lie):
        return b'{"dl": "%s/%s/dl/{crate}-{version}.crate"}' % (
            self.base().encode(), lie.encode())

    def truth(self, lie, rest):
        if rest == "config.json":
            return self.config(lie)
        kind = "registry/" + rest[3:] if rest.startswith("dl/") else "index/" + rest
        try:
            with open(kind, "rb") as file:
                return file.read()
        except OSError:
            return None

    def tell_truth(self, lie, rest):
        body = self.truth(lie, rest)
        if body is None:
            self.answer(404, b"no such file")
        else:
            self.answer(200, body)

    def do_GET(self):
        self.note()
        if self.path.startswith("http://"):  # we are a proxy
            self.path = "/" + self.path.split("/", 3)[3]
        lie, rest = self.path[1:].split("/", 1)
        if lie == "git":
            self.git()
            return
        method = "config_" if rest == "config.json" else (
            "dl_" if rest.startswith("dl/") else "index_")
        tell = getattr(self, method + lie, None) or getattr(self, "all_" + lie, None)
        if tell:
            tell(lie, rest)
        else:
            self.tell_truth(lie, rest)

    # Redirects

    def dl_redirect(self, lie, rest):
        self.redirect(f"/honest/{rest}")

    def dl_loop(self, lie, rest):
        self.redirect(self.path)

    def dl_hops(self, lie, rest):
        left = int(rest.split("?")[1]) if "?" in rest else 11
        rest = rest.split("?")[0]
        self.redirect(f"/hops/{rest}?{left - 1}" if left > 1 else f"/honest/{rest}")

    def dl_nowhere(self, lie, rest):
        self.redirect(None)

    def dl_to_file(self, lie, rest):
        self.redirect("file:///etc/hostname")

    def dl_to_http(self, lie, rest):
        self.redirect(self.base().replace("https", "http") + f"/honest/{rest}?key=secret")

    # Refusals

    def dl_s403(self, lie, rest):
        self.answer(403, b"no")

    def dl_s404(self, lie, rest):
        self.answer(404, b"none")

    def dl_s410(self, lie, rest):
        self.answer(410)

    def dl_s451(self, lie, rest):
        self.answer(451, b"a judge says so" * 10000)

    def dl_s304(self, lie, rest):
        self.answer(304)

    def config_s304(self, lie, rest):
        self.answer(304)

    def dl_s206(self, lie, rest):
        self.answer(206, self.truth(lie, rest), Content_Range="bytes 0-9/10")

    # Later

    def later(self, lie, rest, status, seconds, as_date=False):
        """Not before that time, which is in whole seconds where as a date."""
        if self.time == 1:
            now = int(time.time()) if as_date else time.time()
            not_before[self.path] = now + seconds
        when = not_before[self.path]
        if self.time > 1 and time.time() >= when:
            self.tell_truth(lie, rest)
        else:
            after = formatdate(when, usegmt=True) if as_date else seconds
            self.answer(status, b"later", Retry_After=after)

    def dl_busy(self, lie, rest):
        self.later(lie, rest, 429, 1)

    def dl_busy_date(self, lie, rest):
        self.later(lie, rest, 503, 2, as_date=True)

    def dl_busy_past(self, lie, rest):
        self.later(lie, rest, 503, -3600, as_date=True)

    def dl_busy_hour(self, lie, rest):
        self.later(lie, rest, 429, 3600)

    def dl_broken(self, lie, rest):
        self.answer(500, b"broken")

    # Bodies

    def dl_cut(self, lie, rest):
        """Half of it, and then, to who asks by the right name, the rest."""
        body = self.truth(lie, rest)
        half = len(body) // 2
        if self.time == 1:
            self.answer(200, body[:half], Content_Length=len(body), ETag='"one"')
            self.hang_up()
        elif self.headers.get("If-Range") == '"one"':
            self.answer(206, body[half:], ETag='"one"',
                        Content_Range=f"bytes {half}-{len(body) - 1}/{len(body)}")
        else:
            self.answer(200, body)

    def dl_cut_weak(self, lie, rest):
        body = self.truth(lie, rest)
        if self.time == 1:
            self.answer(200, body[:9], Content_Length=len(body), ETag='W/"one"')
            self.hang_up()
        else:
            self.answer(200, body)

    def dl_cut_changed(self, lie, rest):
        """It is another file now, which is sent whole."""
        body = self.truth(lie, rest)
        if self.time == 1:
            self.answer(200, b"x" * 9, Content_Length=len(body), ETag='"one"')
            self.hang_up()
        else:
            self.answer(200, body, ETag='"two"')

    def dl_cut_elsewhere(self, lie, rest):
        """Another part than the one that was asked for; then no part."""
        body = self.truth(lie, rest)
        if self.time == 1:
            self.answer(200, body[:9], Content_Length=len(body), ETag='"one"')
            self.hang_up()
        elif self.time == 2:
            self.answer(206, body[5:], ETag='"one"',
                        Content_Range=f"bytes 5-{len(body) - 1}/{len(body)}")
        else:
            self.answer(200, body, ETag='"one"')

    def dl_cut_always(self, lie, rest):
        self.answer(200, b"x", Content_Length=1000)
        self.hang_up()

    def dl_longer(self, lie, rest):
        """More than was said; no more is read than that."""
        body = self.truth(lie, rest)
        self.answer(200, body + b"more", Content_Length=len(body))
        self.hang_up()

    def dl_shorter(self, lie, rest):
        """A length that is wrong: the end of the file is missing."""
        body = self.truth(lie, rest)
        self.answer(200, body, Content_Length=len(body) - 1)
        self.hang_up()

    def dl_reset(self, lie, rest):
        """The connection ends with no answer, once."""
        if self.time == 1:
            self.hang_up()
        else:
            self.tell_truth(lie, rest)

    def dl_silent(self, lie, rest):
        time.sleep(20)

    def dl_trickle(self, lie, rest):
        self.answer(200, b"", Content_Length=100000)
        for _ in range(200):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def dl_nonsense(self, lie, rest):
        self.wfile.write(b"this is no HTTP\r\n\r\n")
        self.hang_up()

    def dl_endless(self, lie, rest):
        self.answer(200, b"", Content_Length=None, Transfer_Encoding="chunked")
        chunk = b"100000\r\n" + bytes(1 << 20) + b"\r\n"
        while True:
            self.wfile.write(chunk)

    def dl_other(self, lie, rest):
        self.tell_truth(lie, "dl/other-1.0.0.crate")

    def dl_changed(self, lie, rest):
        self.answer(200, b"other bytes\n")

    # git

    def git(self):
        """git's own server below ./git, or one that says nothing."""
        path, _, query = self.path.partition("?")
        size = int(self.headers.get("Content-Length", 0))
        cgi = {
            "GIT_PROJECT_ROOT": os.getcwd(), "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path[len("/git"):], "QUERY_STRING": query,
            "REQUEST_METHOD": self.command, "CONTENT_LENGTH": str(size),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
        }
        done = subprocess.run(["git", "http-backend"], env={**os.environ, **cgi},
                              input=self.rfile.read(size), check=False,
                              stdout=subprocess.PIPE)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        status = fields.pop("Status", "200 OK")
        self.answer(int(status.split()[0]), body, **fields)

    def do_POST(self):
        self.note()
        self.git()

    def all_git_moved(self, lie, rest):
        self.redirect("/git/" + rest)

    def all_git_none(self, lie, rest):
        self.answer(200, b"<html>no repository</html>")

    def all_git_silent(self, lie, rest):
        time.sleep(20)

    # The index

    def config_no_config(self, lie, rest):
        self.answer(404)

    def config_garbage(self, lie, rest):
        self.answer(200, b"<html>Please log in</html>")

    def config_auth(self, lie, rest):
        self.answer(200, self.config(lie)[:-1] + b', "auth-required": true}')

    def config_password(self, lie, rest):
        self.answer(401, b"who are you?")

    def config_dl_file(self, lie, rest):
        self.answer(200, b'{"dl": "file:///etc"}')

    def config_dl_http(self, lie, rest):
        self.answer(200, self.config(lie).replace(b"https", b"http"))

    def config_bomb(self, lie, rest):
        self.answer(200, gzip.compress(bytes(64 << 20)), Content_Encoding="gzip")

    def all_tagged(self, lie, rest):
        """A version that is known by a tag; all_dated: by its date."""
        body = self.truth(lie, rest)
        if rest.startswith("dl/") or body is None:
            return self.tell_truth(lie, rest)
        tag = '"tag"'
        if self.headers.get("If-None-Match") == tag:
            return self.answer(304, ETag=tag)
        return self.answer(200, body, ETag=tag)

    def all_dated(self, lie, rest):
        body = self.truth(lie, rest)
        date = "Thu, 01 Jan 2026 00:00:00 GMT"
        if self.headers.get("If-Modified-Since") == date:
            return self.answer(304)
        return self.answer(200, body, Last_Modified=date)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # clients hang up on liars


server = Server(("127.0.0.1", 0), Handler)
if tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*tls)
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(port_file + ".tmp", "w", encoding="ascii") as out:
    out.write(str(server.server_port))
os.rename(port_file + ".tmp", port_file)
server.serve_forever()
