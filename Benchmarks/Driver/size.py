"""What is shipped."""
import os
import subprocess

from figures import Budget, Row, Sample
from terminal import Gone


def size(setting):
    """the release program with Swift's runtime linked in, stripped (builds it: about seven minutes)"""
    result = subprocess.run([os.path.join(setting.root, "scripts/check"), "static"], check=False, stdout=subprocess.DEVNULL)
    if result.returncode not in (0, 1):
        raise Gone("the static program was not built")
    program = os.path.join(setting.root, ".build/check-static/release/exportdeck")
    return [Row("release, static runtime, stripped", "MB", Sample([os.path.getsize(program) / 1e6]), [], None, [Budget(45)])]
