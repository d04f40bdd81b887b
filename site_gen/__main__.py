"""`python -m site_gen` does the same as the command `site-gen`."""

from site_gen.cli import main

if __name__ == "__main__":
    main()
