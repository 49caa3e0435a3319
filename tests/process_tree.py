"""Which processes run, and below which."""

import os
import subprocess


def is_running(pid):
    """Say whether a process is there, and more than the exit code that nobody has asked for yet."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(found.strip()) and not found.strip().startswith("Z")


def workers_of(process):
    """List the processes that a driver's reports run in: those below it that have left its session."""
    found = subprocess.run(["ps", "-eo", "pid,sess"], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in found.splitlines()[1:]]
    return [pid for pid, session in rows if session != os.getsid(process.pid) and is_below(pid, process.pid)]


def is_below(pid, top):
    """Say whether a process descends from another."""
    while pid > 1:
        try:
            with open(f"/proc/{pid}/stat") as file:
                pid = int(file.read().rsplit(")", 1)[1].split()[1])
        except FileNotFoundError:
            return False
        if pid == top:
            return True
    return False
