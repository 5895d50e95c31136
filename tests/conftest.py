"""What holds for every test."""

import signal

from hypothesis import settings

# How long an example takes depends on what else the machine does; speed has tests of its own.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_configure():
    # A shell makes what it runs in the background deaf to Ctrl-C, which programs inherit; some
    # tests press it.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
