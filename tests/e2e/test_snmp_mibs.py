# SPDX-License-Identifier: MIT
"""The MIBs as managers load them: net-snmp's translator, pysmi and pysnmp; and whether what is told is of their types."""
import json
import shutil
import subprocess

import pytest

from rmcu.snmp import ROOT, USER_LINES, USERS, Snmp, base_mibs, v2c, wants
from rmcu.snmp_tree import ENTITY, SENSOR, UPS
from rmcu.suite import BUILD, NO_INTERLOCKS
from rmcu.waiting import until

MIB = BUILD / 'mib' / 'RMCU-MIB.txt'
SETTINGS = 'device = { profile = "sim"; serial = "S-1"; };\nsite = { name = "Hügel"; };\n' + NO_INTERLOCKS


@pytest.fixture
def snmp(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    s = Snmp(suite, ROOT, USER_LINES)
    try:
        s.start()
        until(lambda: 'Counter64' in s.get('1.1.10.0')[0], 'a snapshot')
        yield s
    finally:
        s.close()


@pytest.fixture
def sim(suite, snmp):
    """Its time stands still but for what a test plays."""
    return suite.lockstep()


def settle(snmp, sim, seconds=1.0):
    sim.play(seconds)
    until(lambda: snmp.number('1.1.10.0') == sim.snapshot.number, 'the last snapshot')


class Mibs:
    """RMCU-MIB compiled by pysmi, and the standard ones that Debian has for pysnmp."""

    def __init__(self, folder):
        builder = pytest.importorskip('pysnmp.smi.builder', reason='pysnmp is not installed: debian/build-deps check')
        view = pytest.importorskip('pysnmp.smi.view')
        pytest.importorskip('pysnmp_mibs', reason='pysnmp-mibs is not installed: debian/build-deps check')
        done = subprocess.run([wants('mibdump'), f'--mib-source=file://{base_mibs()}', f'--mib-source=file://{MIB.parent}',
                               f'--mib-borrower=file://{folder}/none', f'--destination-directory={folder}',
                               '--generate-mib-texts', 'RMCU-MIB'], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and (folder / 'RMCU-MIB.py').exists(), done.stderr
        self.builder = builder.MibBuilder()
        self.builder.addMibSources(builder.DirMibSource(str(folder)))
        self.builder.setMibSources(*self.builder.getMibSources(), builder.ZipMibSource('pysnmp_mibs'))
        self.builder.loadModules('RMCU-MIB', 'UPS-MIB', 'ENTITY-MIB', 'ENTITY-SENSOR-MIB')
        self.view = view.MibViewController(self.builder)

    def node(self, name):
        """(object, arcs behind it) of a full name."""
        known, _, behind = self.view.getNodeName(name)
        module, symbol, _ = self.view.getNodeLocation(known)
        return self.builder.importSymbols(module, symbol)[0], behind

    def complaint(self, name, kind, value):
        """What is wrong with the type, the value or the index; None when nothing is."""
        from pysnmp.proto import rfc1902
        from pysnmp.smi.error import SmiError
        from pyasn1.error import PyAsn1Error
        types = {'INTEGER': rfc1902.Integer32, 'STRING': rfc1902.OctetString, 'OID': rfc1902.ObjectIdentifier,
                 'Timeticks': rfc1902.TimeTicks}
        node, behind = self.node(name)
        if getattr(node, 'maxAccess', '') not in ('readonly', 'readwrite'):
            return 'is nothing that can be read'
        if node.syntax.tagSet != types.get(kind, getattr(rfc1902, kind, None)).tagSet:
            return f'is {kind}, not {type(node.syntax).__name__}'
        try:
            node.syntax.clone(value)
            if type(node).__name__ == 'MibScalar':
                return None if behind == (0,) else 'is no scalar'
            row, _ = self.node(node.getName()[:-1])
            indices = row.getIndicesFromInstId(behind)
            return None if row.getInstIdFromIndices(*indices) == behind else 'has another index'
        except (SmiError, PyAsn1Error) as e:
            return f'is beyond its type: {e}'


# Debian's ENTITY-MIB for pysnmp is of before RFC 6933, which added entPhysicalUris and entPhysicalUUID.
NEWER = {f'{ENTITY}.1.1.1.1.18': range(256), f'{ENTITY}.1.1.1.1.19': (0, 16)}
# mib/README.md: what NUT takes for an object
NO_OBJECT = f'{UPS}.1.6.3.8'


def test_all_that_is_told_is_of_its_type(snmp, sim, tmp_path):
    """In range and with a proper index too, in all four MIBs, as pysnmp has them."""
    mibs = Mibs(tmp_path)
    sim.sim_set('set ac_present off')
    sim.sim_set('set battery_charge_percent 8')
    settle(snmp, sim, 5)
    until(lambda: 'INTEGER: 3' in snmp.run('snmpget', f'.{UPS}.1.2.1.0').stdout, 'the battery to be low')
    seen = set()
    for root in ROOT, UPS, ENTITY, SENSOR:
        for name, (kind, value) in snmp.tree(root, v2c()):
            text = '.'.join(map(str, name))
            column = text.rpartition('.')[0]
            if column in NEWER:
                assert kind == 'STRING' and len(value) in NEWER[column], text
            elif text != NO_OBJECT:
                assert mibs.complaint(name, kind, value) is None, f'{text}: {kind} {value!r}'
                seen.add(mibs.node(name)[0].getLabel())
    assert {'rmcuChannelValue', 'upsAlarmTime', 'entPhysicalVendorType', 'entPhySensorValue'} <= seen and len(seen) > 150
    # and it does find what is wrong
    wrong = {(f'{UPS}.1.2.1.0', 'INTEGER', 5): 'beyond', (f'{UPS}.1.2.1.0', 'Gauge32', 3): 'not',
             (f'{UPS}.1.6.2.1.2.7.1', 'OID', (1, 3)): 'Excessive', (f'{UPS}.1.6.2.1.1.7', 'INTEGER', 7): 'nothing',
             (f'{ROOT}.1.2.1.1.8.3', 'INTEGER', 8): 'beyond', (f'{ROOT}.1.2.1.1.8.65', 'INTEGER', 1): 'beyond'}
    for (name, kind, value), word in wrong.items():
        assert word in str(mibs.complaint(tuple(map(int, name.split('.'))), kind, value)), name


def test_pysnmp_reads_it_by_name(snmp, sim, tmp_path):
    """As a manager of its own, with SNMPv3."""
    Mibs(tmp_path)
    from pysnmp import hlapi
    sim.sim_set('fail battery_volts broken-wire')
    settle(snmp, sim)
    user = hlapi.UsmUserData('watcher', USERS['watcher'][1], USERS['watcher'][3], hlapi.usmHMAC192SHA256AuthProtocol,
                             hlapi.usmAesCfb128Protocol)
    target = hlapi.UdpTransportTarget(('127.0.0.1', snmp.port), timeout=5, retries=0)
    columns = [hlapi.ObjectType(hlapi.ObjectIdentity('RMCU-MIB', f'rmcuChannel{column}').addMibSource(str(tmp_path)))
               for column in ('Id', 'Quality', 'Unit')]
    told = {}
    for error, status, _, binds in hlapi.nextCmd(hlapi.SnmpEngine(), user, target, hlapi.ContextData(), *columns,
                                                 lexicographicMode=False):
        assert not error and not status, error or status
        assert binds[0][0].getMibSymbol()[:2] == ('RMCU-MIB', 'rmcuChannelId')
        channel, quality, unit = (bind[1].prettyPrint() for bind in binds)
        told[channel] = quality, unit
    assert told['volts_battery'] == ('brokenWire', 'volt') and told['amps_supply'] == ('ok', 'ampere')
    assert told['dc_ok'] == ('ok', 'none')


def test_snmptranslate(tmp_path):
    """A name, its number and its description, as a person asks for them."""
    wants('snmptranslate')
    for f in [*base_mibs().glob('*.txt'), MIB]:
        shutil.copy(f, tmp_path)

    def translate(*how):
        done = subprocess.run(['snmptranslate', '-M', str(tmp_path), '-m', 'RMCU-MIB', *how], capture_output=True,
                              text=True, check=True)
        assert not done.stderr
        return done.stdout.strip()
    assert translate('-On', 'RMCU-MIB::rmcuChannelValue.5') == f'.{ROOT}.1.2.1.1.7.5'
    assert translate(f'.{ROOT}.1.3.1.1.6.97.98') == "RMCU-MIB::rmcuLimitSetpoint.'ab'"
    said = translate('-Td', 'RMCU-MIB::rmcuOutputState')
    assert 'pulse(3)' in said and 'read-write' in said and 'rmcuSetSerial lifts' in said
    assert 'rmcuCriticalRaised' in translate('-Tp', 'RMCU-MIB::rmcu')


def test_all_is_installed_where_it_is_said_to_be():
    """Where psctl looks for the MIB, and where mib/README.md says that the files for Prometheus are."""
    places = json.loads((BUILD / 'meson-info' / 'intro-installed.json').read_text()).values()
    for place in 'mibs/RMCU-MIB.txt', 'prometheus-snmp.yml', 'prometheus-snmp-0.21.yml', 'prometheus-generator.yml':
        assert [p for p in places if p.endswith(f'/share/rmcu/{place}')], place
