"""A mail server that keeps what it is handed, for the tests of mail submission.

    mail-sink.py FILE [--auth USER:PASSWORD] [--tls CERTIFICATE KEY] [--silent]

Prints its port, appends every mail to FILE as a line of JSON, and ends with its standard input.
"""
import argparse
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, path):
        self.path = path

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "sender": envelope.mail_from, "recipients": envelope.rcpt_tos,
            "text": envelope.original_content.decode("latin-1"), "greeting": session.host_name,
            "isSecure": session.ssl is not None, "isAuthenticated": bool(session.authenticated),
        }
        with open(self.path, "a") as file:
            file.write(json.dumps(mail) + "\n")
        return "250 kept"


async def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("file")
    arguments.add_argument("--auth")
    arguments.add_argument("--tls", nargs=2)
    arguments.add_argument("--silent", action="store_true")
    given = arguments.parse_args()
    context = None
    if given.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*given.tls)

    def authenticate(server, session, envelope, mechanism, data):
        user, password = given.auth.split(":")
        right = data.login == user.encode() and data.password == password.encode()
        return AuthResult(success=right, handled=False)

    def protocol():
        if given.silent:
            return asyncio.Protocol()
        return SMTP(
            Keeper(given.file), hostname="sink.example.com", tls_context=context,
            authenticator=authenticate if given.auth else None,
            auth_required=bool(given.auth), auth_require_tls=bool(context))

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
