# SPDX-License-Identifier: MIT
"""A sysfs tree of IIO devices for the real libiio: plain files that are laid over /sys in a private namespace."""
import os
import shutil

from rmcu.suite import namespace

# An ADS1115 at +-4.096 V: thousandths of a volt a count.
SCALE_MV = 0.125


class Tree:
    """The folder behind /sys. Devices are written, pulled out and put back while sensord runs."""

    def __init__(self, suite):
        self.root = suite.folder / 'sys'
        self.bus = self.root / 'bus/iio/devices'
        self.bus.mkdir(parents=True)
        (self.root / 'devices').mkdir()

    @property
    def wrap(self):
        return namespace(f'mount --bind {self.root} /sys')

    def add(self, number, label=None, parent='1-0048', name='ads1015', inputs=4, scale=SCALE_MV):
        """A device as the kernel shows it: a link from the bus to the place below its parent."""
        place = self.root / 'devices' / parent / f'iio:device{number}'
        place.mkdir(parents=True)
        device = Device(self, number, place)
        device.write('name', name)
        if label:
            device.write('label', label)
        for i in range(inputs):
            device.write(f'in_voltage{i}_raw', 0)
            device.write(f'in_voltage{i}_scale', scale)
        device.put_in()
        return device


class Device:
    def __init__(self, tree, number, place):
        self.tree, self.number, self.place = tree, number, place

    @property
    def link(self):
        return self.tree.bus / f'iio:device{self.number}'

    def write(self, attribute, value):
        """All at once, as a register changes."""
        beside = self.place.parent / f'.{attribute}'
        if isinstance(value, bytes):
            beside.write_bytes(value)
        else:
            beside.write_text(f'{value}\n')
        beside.rename(self.place / attribute)

    def set_volts(self, i, volts):
        self.write(f'in_voltage{i}_raw', round(volts * 1000 / SCALE_MV))

    def pull_out(self):
        """Unbound: the link goes, and so does what it pointed to."""
        self.link.unlink()
        self.place.rename(self.place.with_name('gone'))

    def put_in(self, number=None):
        """Bound again, maybe with another number."""
        gone = self.place.with_name('gone')
        if gone.exists():
            if number is not None:
                self.number = number
            self.place = self.place.with_name(f'iio:device{self.number}')
            gone.rename(self.place)
        self.link.symlink_to(os.path.relpath(self.place, self.tree.bus))

    def hang(self, attribute):
        """Whoever reads it waits until release() is called."""
        # in one go: a reader that comes between would find no file, and report that
        beside = self.place.parent / f'.{attribute}'
        os.mkfifo(beside)
        beside.rename(self.place / attribute)

    def release(self, attribute, value):
        """Lets the reader that hangs go on, with this value; from now on it is an ordinary file."""
        fifo = self.place / attribute
        with open(fifo, 'w', encoding='ascii') as f:
            # others that come must not hang on it
            self.write(attribute, value)
            f.write(f'{value}\n')

    def remove(self):
        self.link.unlink()
        shutil.rmtree(self.place)
