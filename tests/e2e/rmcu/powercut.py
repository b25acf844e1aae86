# SPDX-License-Identifier: MIT
"""A disk whose power can be cut while programs write to it.

    with PowerCut(folder, path) as disk:        # path: an ext4 of its own, mounted there
        ...                                     # programs write below it
        image = disk.cut()                      # what a power cut at this moment leaves
        ...                                     # end the programs: nobody told them
        disk.plug(image)                        # the board boots: fsck, and mounted in the place of what was

How: the file system is on a loop device, and the device's file lies on a second file system, the shelf. To cut,
the shelf is frozen: a write to the device that is under way ends, the next one waits, as do all syncs; then the
device's file is copied, and the shelf goes on. Neither the programs nor their file system take part.

What it models: the end of the machine. All that only the kernel's memory had is lost; the disk has each write that
it acknowledged, in the order in which it did. So it shows what was not synced, what was synced in the wrong
order, and what is written in place. What it does not: a disk with a cache of its own that loses or swaps writes
between two flushes, a torn sector, a failing card. The order is up to the kernel that runs the test.
"""
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rmcu.waiting import until

# noauto_da_alloc: else ext4 guesses which renames want their bytes on the disk first, and hides what a program
# forgot to sync; commit: names reach the disk after a second instead of five, long before such bytes.
OPTIONS = 'noatime,noauto_da_alloc,commit=1'
SYSTEM_PATH = '/usr/sbin:/sbin'

# The copy waits for nobody and is short: every sync on the disk stands still meanwhile. One command, so that the
# shelf thaws whatever becomes of the test.
SNAPSHOT = '''
fsfreeze --freeze "$1"
cp --sparse=always "$1/disk" "$2" || failed=1
fsfreeze --unfreeze "$1"
exit ${failed:-0}
'''


def root_prefix():
    """What is put before a command that only root may run; skips where there is no way."""
    if os.getuid() == 0:
        return []
    if shutil.which('sudo') and subprocess.run(['sudo', '-n', 'true'], capture_output=True,
                                               check=False).returncode == 0:
        return ['sudo', '-n']
    return pytest.skip('not possible here: mounting a disk of its own needs root, or sudo without a password')


class PowerCut:
    """`folder` keeps the images, `path` is an empty folder for the file system, which belongs to the caller."""

    def __init__(self, folder, path, megabytes=16):
        self.path, self.bytes = Path(path), megabytes << 20
        self.shelf, self.shelf_image = Path(folder) / 'shelf', Path(folder) / 'shelf.image'
        self.images = Path(folder) / 'images'
        self.prefix = root_prefix()
        self.cuts = 0

    def root(self, *command, good=(0,)):
        """Runs a command as root; what it says is shown when it fails."""
        env = dict(os.environ, PATH=f'{os.environ["PATH"]}:{SYSTEM_PATH}')
        done = subprocess.run([*self.prefix, *map(str, command)], env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        assert done.returncode in good, f'{" ".join(map(str, command))}: {done.returncode}: {done.stdout}'

    def make_file_system(self, image, size, *options):
        with open(image, 'wb') as f:
            f.truncate(size)
        self.root('mkfs.ext4', '-q', '-E', f'root_owner={os.getuid()}:{os.getgid()}', *options, image)

    def __enter__(self):
        self.shelf.mkdir()
        self.images.mkdir()
        # Room for the present disk and the one plugged in after it; no journal, it is no part of the model.
        self.make_file_system(self.shelf_image, 3 * self.bytes, '-O', '^has_journal')
        self.mount_or_skip()
        try:
            self.make_file_system(self.shelf / 'disk', self.bytes)
            self.root('mount', '-o', f'loop,{OPTIONS}', self.shelf / 'disk', self.path)
        except BaseException:
            self.unmount(self.shelf)
            raise
        return self

    def mount_or_skip(self):
        """Being root is no promise: a container may have no loop devices. In CI that is a failure: it can have them."""
        try:
            self.root('mount', '-o', 'loop,noatime', self.shelf_image, self.shelf)
        except AssertionError as e:
            pytest.skip(f'no loop devices: {e}')

    def __exit__(self, *_):
        self.unmount(self.path)
        # busy as long as a mount namespace of a program that was killed still holds the disk
        self.unmount(self.shelf)
        self.shelf_image.unlink()
        shutil.rmtree(self.images)

    def unmount(self, path):
        def gone():
            if path.is_mount():
                subprocess.run([*self.prefix, 'umount', str(path)], capture_output=True, check=False)
            return not path.is_mount()
        until(gone, f'{path} to be free: a program that uses it has not ended')

    def cut(self):
        """Returns the image that a power cut leaves. What runs goes on, as if it had not happened yet."""
        self.cuts += 1
        image = self.images / f'cut-{self.cuts}'
        self.root('sh', '-euc', SNAPSHOT, 'sh', self.shelf, image)
        return image

    def plug(self, image):
        """Boots from the image: replays its journal, checks it as a boot does, mounts it. No program may use the old
        one any more."""
        self.unmount(self.path)
        # in place of the file, not into it: whoever still holds the old disk keeps that
        (self.shelf / 'disk').unlink()
        self.root('cp', '--sparse=always', image, self.shelf / 'disk')
        self.check(self.shelf / 'disk')
        self.root('mount', '-o', f'loop,{OPTIONS}', self.shelf / 'disk', self.path)

    def check(self, image):
        """With its journal replayed the file system has no error: else the copy was none of one moment."""
        # 1: it did something, as to a file that was deleted while it was open
        self.root('e2fsck', '-p', image, good=(0, 1))
        self.root('e2fsck', '-f', '-n', image)
