"""`python -m erfara` is the `erfara` command."""

from erfara.config.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
