"""Plays one check of the portal in a browser; exits with 0 where all of it held.

    Interop/portal/check NAME --url URL --code CODE --administrator EMAIL PASSWORD [options]
"""

import argparse
import sys
import traceback

import calls
import forms
import keyboard
import looks
import operators
import story

CHECKS = {"story": story.play, "forms": forms.play, "keyboard": keyboard.play, "looks": looks.play,
          "operators": operators.play, "calls": calls.play}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("check", choices=CHECKS)
    parser.add_argument("--url", required=True, help="of the portal, without a slash at its end")
    parser.add_argument("--code", required=True, help="the deployment's sign-up code")
    parser.add_argument("--administrator", nargs=2, required=True, metavar=("EMAIL", "PASSWORD"),
                        help="as serve printed them")
    parser.add_argument("--node", help="the node's address, for phones and trunks")
    parser.add_argument("--phone", help="an address for a phone")
    parser.add_argument("--trunk", help="an address that the node trusts")
    parser.add_argument("--stranger", help="an address that it does not trust")
    parser.add_argument("--domain", default="ims.test")
    parser.add_argument("--out", default=".build/screenshots", help="where screenshots go")
    arguments = parser.parse_args()
    try:
        CHECKS[arguments.check](arguments)
    except Exception:
        traceback.print_exc()
        sys.exit(1)
    print(f"{arguments.check}: all of it held")


main()
