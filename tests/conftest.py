import signal


def pytest_configure():
    # A shell makes what it runs in the background deaf to Ctrl-C, which programs inherit; some
    # tests press it.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
