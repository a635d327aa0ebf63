"""Long work gives way to whoever sits at the computer."""

from __future__ import annotations

import os
import sys

_BELOW_NORMAL = 0x4000
"""BELOW_NORMAL_PRIORITY_CLASS of Windows."""


def give_way() -> None:
    """Lower this process's priority, for good."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        # A handle is as wide as a pointer; as a plain number its upper half would be lost.
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(10)
