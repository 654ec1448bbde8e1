"""What is shipped."""
import os
import subprocess

from figures import Budget, Row, Sample


def size(setting):
    """the release program with Swift's runtime linked in, stripped"""
    program = setting.path("stripped")
    subprocess.run(["strip", "-o", program, setting.program], check=True)
    return [Row("release, static runtime, stripped", "MB", Sample([os.path.getsize(program) / 1e6]), [], None, [Budget(45)])]
