"""The two servers: how each is started on the same port, probed and stopped."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time

from comparison import processes, workload
from comparison.processes import Failure

_PROBE = (
    "OPTIONS sip:{server}:{port} SIP/2.0\r\n"
    "Via: SIP/2.0/UDP {local}:{local_port};branch=z9hG4bK-probe-{turn}\r\n"
    "Max-Forwards: 70\r\nTo: <sip:{server}>\r\nFrom: <sip:probe@{local}>;tag=probe\r\n"
    "Call-ID: probe-{local_port}\r\nCSeq: {turn} OPTIONS\r\nContent-Length: 0\r\n\r\n")


class Server:
    """What both have in common: a process that answers SIP on the workload's address."""

    name = ""

    def __init__(self, folder, subscribers):
        self.folder = folder
        self.subscribers = subscribers
        self.log = os.path.join(folder, f"{self.name}.log")
        self.child = None

    def command(self):
        """The command that runs the server in the foreground."""
        raise NotImplementedError

    def prepare(self):
        """What must exist before the server starts."""

    def clean(self):
        """Removes what `prepare` and the run left behind."""

    def start(self, wrapper=(), seconds=30):
        """Starts the server, under `wrapper` if given, and waits until it answers."""
        for address in (workload.SERVER, workload.TRUNK, workload.PHONE, workload.STRANGER):
            _require_free(address)
        self.prepare()
        self.child = processes.start([*wrapper, *self.command()], self.log, cwd=self.folder)
        self._await_answer(seconds)

    def stop(self, seconds=40):
        """Ends the server; says so on the log when it had to be forced."""
        if self.child is not None:
            if not processes.end(self.child, seconds):
                print(f"{self.name} did not end within {seconds} s of SIGTERM and was killed",
                      file=sys.stderr)
            self.child = None
        self.clean()

    def require_alive(self, moment):
        """Throws `Failure` with the end of the log when the server is gone."""
        if processes.wait(self.child, 0) is not None:
            raise Failure(f"{self.name} ended during {moment} (status {self.child.returncode}); "
                          f"the end of its log:\n" + processes.tail(self.log))

    @property
    def pid(self):
        """The id of the process that was started."""
        return self.child.pid

    def _await_answer(self, seconds):
        """Asks OPTIONS until there is any answer: a refusal proves a running server as well."""
        deadline = time.monotonic() + seconds
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((workload.PHONE, 0))
            probe.settimeout(0.25)
            turn = 0
            while time.monotonic() < deadline:
                turn += 1
                message = _PROBE.format(
                    server=workload.SERVER, port=workload.PORT, local=workload.PHONE,
                    local_port=probe.getsockname()[1], turn=turn)
                try:
                    probe.sendto(message.encode(), (workload.SERVER, workload.PORT))
                    if probe.recv(4096).startswith(b"SIP/2.0 "):
                        return
                except TimeoutError:
                    pass
                except ConnectionError:
                    time.sleep(0.1)
                self.require_alive("its start")
        raise Failure(f"{self.name} gave no answer on {workload.SERVER}:{workload.PORT} in "
                      f"{seconds} s; the end of its log:\n" + processes.tail(self.log))


class Kamailio(Server):
    """Debian's Kamailio with its fastest allocator, everything in memory."""

    name = "kamailio"

    def __init__(self, folder, subscribers, workers=2, shared_mb=2048):
        super().__init__(folder, subscribers)
        self.workers = workers
        self.shared_mb = shared_mb

    def prepare(self):
        with open(os.path.join(self.folder, "trunks"), "w", encoding="ascii") as file:
            file.write(f"1 {workload.TRUNK} 32 0 trunk\n")

    def command(self):
        trunks = os.path.join(self.folder, "trunks")
        return ["kamailio", "-f", os.path.join(workload.FOLDER, "kamailio.cfg"),
                "-A", f"WORKERS={self.workers}", "-A", f"SUBSCRIBERS={self.subscribers}",
                "-A", f'TRUNKS="{trunks}"', "-l", f"udp:{workload.SERVER}:{workload.PORT}",
                "-DD", "-E", "-x", "tlsf", "-X", "tlsf", "-m", str(self.shared_mb), "-M", "32",
                "-b", "4000000", "-Y", self.folder]

    @staticmethod
    def version(_options):
        """What the program says of itself."""
        said = subprocess.run(["kamailio", "-v"], capture_output=True, text=True, check=False)
        return re.sub(r"^version: kamailio ", "", said.stdout.splitlines()[0]).strip()


class Clearwater(Server):
    """This project's node: one process, registrations durable on disk."""

    name = "clearwater"

    def __init__(self, folder, subscribers, executable, settings=()):
        super().__init__(folder, subscribers)
        self.executable = executable
        self.settings = settings
        self.configuration = os.path.join(folder, "config")
        self.data = os.path.join(folder, "data")

    def prepare(self):
        self.clean()
        os.makedirs(self.configuration)
        os.makedirs(self.data)
        self._write("local_config", [f"local_ip={workload.SERVER}",
                                     "public_hostname=node1." + workload.DOMAIN])
        self._write("shared_config", [f"home_domain={workload.DOMAIN}"])
        # Registrations may last as long as in kamailio.cfg: none expires while it is measured.
        self._write("user_settings", [f"trusted_peers={workload.TRUNK}", "reg_max_expires=3600",
                                      "log_level=2", *self.settings])
        accounts = os.path.join(self.folder, "accounts.csv")
        workload.write_accounts(accounts, self.subscribers)
        done = subprocess.run(
            [self.executable, "subscriber", "import", accounts,
             "--config", self.configuration, "--data", self.data],
            capture_output=True, text=True, check=False, timeout=600)
        os.remove(accounts)
        if done.returncode != 0:
            raise Failure(f"clearwater could not import the subscribers:\n{done.stderr.strip()}")

    def command(self):
        return [self.executable, "serve", "--config", self.configuration, "--data", self.data]

    def clean(self):
        shutil.rmtree(self.configuration, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)

    def _write(self, name, lines):
        with open(os.path.join(self.configuration, name), "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")

    @staticmethod
    def version(_options):
        """The commit that the working tree stands on."""
        said = subprocess.run(["git", "-C", workload.FOLDER, "describe", "--always", "--dirty"],
                              capture_output=True, text=True, check=False)
        return said.stdout.strip() or "unknown"


class Untraced(Clearwater):
    """The same node with its decision trace off."""

    name = "untraced"

    def __init__(self, folder, subscribers, executable, settings=()):
        super().__init__(folder, subscribers, executable, (*settings, "decision_trace=N"))


def _require_free(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.bind((address, workload.PORT))
        except OSError as error:
            raise Failure(
                f"UDP {address}:{workload.PORT} is taken ({error.strerror}): stop what listens "
                f"there (`ss -lunp 'sport = :{workload.PORT}'` names it) and start again"
            ) from error


def create(name, folder, subscribers, options, roomy=False):
    """The server of that name; `roomy` when it will be driven to its limit."""
    os.makedirs(folder, exist_ok=True)
    if name == Kamailio.name:
        return Kamailio(folder, subscribers, options.workers, 6000 if roomy else 2048)
    node = Untraced if name == Untraced.name else Clearwater
    return node(folder, subscribers, options.clearwater, tuple(options.setting))


VERSIONS = {each.name: each.version for each in (Kamailio, Untraced, Clearwater)}
