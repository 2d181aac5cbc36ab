"""What an image needs once, at build time: the compiled messages and the static files under hashed names."""

import os

from scripts.start import compile_messages


def main() -> None:
    """Make both; the settings come from the environment of the build."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anpr_governance.settings")
    import django
    from django.core.management import call_command

    compile_messages()
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    main()
