"""Runs TorchServe as the first process of a container: python3 torchserve_start.py OPTIONS OF torchserve --start

`torchserve --foreground` waits for Java and passes no signal on. As the first process it would not even end by SIGTERM, and whoever stops
the container would have to wait until it is killed. Here SIGTERM does what `torchserve --stop` does, after a pause: TorchServe cuts off the
requests that it works on, and those who ask need a moment to learn that they should ask elsewhere.
"""

import signal
import subprocess
import sys
import time

PAUSE = 3  # seconds; Docker kills after 10


def stop(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    time.sleep(PAUSE)
    # It removes its token from where it runs, which fails where nothing may be written, and then it would not wait.
    subprocess.run(["torchserve", "--stop", "--foreground"], cwd="/tmp", check=False)
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    subprocess.run(["torchserve", "--start", "--foreground", *sys.argv[1:]], check=False)
    # Its own exit code is 0 whatever happened.
    sys.exit("TorchServe ended by itself; the lines above say why")
