"""`python -m bot.demo.child run …`: the command line, ending with whoever started it, however that ends."""

from __future__ import annotations

import os
import threading
import time

from bot.__main__ import main

_LOOK_SECONDS = 0.5


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    main()
