"""Let `python -m vr` be the `cupola` command."""

from vr.cli import main

if __name__ == "__main__":
    main()
