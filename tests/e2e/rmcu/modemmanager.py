# SPDX-License-Identifier: MIT
"""A ModemManager that is none (python-dbusmock), on a system bus of the test's own."""
import contextlib
import subprocess

import dbus
import dbusmock

from rmcu.waiting import until

MM = 'org.freedesktop.ModemManager1'
ROOT = '/org/freedesktop/ModemManager1'
# %d is the modem
SENDS = 'ret = dbus.ObjectPath("/org/freedesktop/ModemManager1/SMS/%d")'
HOME = 1    # MMModem3gppRegistrationState


@contextlib.contextmanager
def private_bus(folder):
    """Yields the address of a bus on which everybody may do everything."""
    conf = folder / 'bus.conf'
    conf.write_text(f'''<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true" send_type="method_return"/><allow send_requested_reply="true" send_type="error"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/>
</policy></busconfig>''')
    daemon = subprocess.Popen(['dbus-daemon', f'--config-file={conf}', '--nofork', '--nopidfile', '--print-address'],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert b'unix:' in daemon.stdout.readline()     # it listens
    try:
        yield f'unix:path={folder}/bus'
    finally:
        daemon.kill()
        daemon.communicate()


class Manager:
    """Runs from start() to stop(); `log` is what was asked of it. The environment names its bus."""

    def __init__(self, address, log):
        self.log, self.process = log, None
        self.connection = dbus.bus.BusConnection(address)

    def start(self):
        self.process = subprocess.Popen(['/usr/bin/python3', '-m', 'dbusmock', '--system', '-m', '-l', self.log, MM, ROOT, MM])
        until(lambda: self.connection.name_has_owner(MM), 'ModemManager')
        return self

    def mock(self, path=ROOT):
        return dbus.Interface(self.connection.get_object(MM, path), dbusmock.MOCK_IFACE)

    def plug_in(self, i=0, state=8, signal=50, recent=True, registration=None, texts=True, create=SENDS, send=''):
        """A modem; `registration` None: it has no interface of 3GPP networks."""
        path = f'{ROOT}/Modem/{i}'
        self.mock().AddObject(path, f'{MM}.Modem', {'Model': 'x', 'State': dbus.Int32(state),
                                                    'SignalQuality': dbus.Struct((dbus.UInt32(signal), recent), signature='ub')}, [])
        modem = self.mock(path)
        if registration is not None:
            modem.AddProperties(f'{MM}.Modem.Modem3gpp', {'Imei': '7', 'RegistrationState': dbus.UInt32(registration)})
        if texts:
            modem.AddProperties(f'{MM}.Modem.Messaging', {'DefaultStorage': dbus.UInt32(1)})
            modem.AddMethods(f'{MM}.Modem.Messaging', [('Create', 'a{sv}', 'o', create.replace('%d', str(i))), ('Delete', 'o', '', '')])
            self.mock().AddObject(f'{ROOT}/SMS/{i}', f'{MM}.Sms', {}, [('Send', '', '', send)])

    def pull_out(self, i=0):
        self.mock().RemoveObject(f'{ROOT}/SMS/{i}')
        self.mock().RemoveObject(f'{ROOT}/Modem/{i}')

    def asked(self, *methods):
        """The lines of the log that are about these."""
        return [line for line in self.log.read_text().splitlines() if any(f' {m}' in line for m in methods)]

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def close(self):
        self.stop()
        self.connection.close()
