# SPDX-License-Identifier: MIT
"""More than ten thousand transitions in a simulated minute: the journal stays in its bounds, and everybody is answered."""
import shutil
from pathlib import Path

from rmcu import bus
from rmcu.suite import SOURCE
from rmcu.waiting import Deadline
from test_alarm_hostile import LEAN
from test_hostile import memory_kib

RULES = 10          # on each of the two contacts
ROWS = 1000
MINUTE = 60
STORM = 'name "Storm"\n' + ''.join(f'at {i * 100 + 30}ms set {di} {"off" if i % 2 else "on"}\n'
                                   for i in range(10) for di in ('di3', 'di4')) + 'end at 1s\nloop\n'
SETTINGS = 'device = { profile = "sim"; };\n' \
    'channels = { di_3 = { name = "Three"; }; di_4 = { name = "Four"; }; do_4 = { name = "Horn"; }; };\n' \
    f'journal = {{ rows = {ROWS}; }};\nalarm_system = {{ chatter_count = 0; }};\nalarms = {{\n' + \
    ''.join(f'  on_{c}_{i} = {{ channel = "di_{c}"; when = "active"; {"alarm_outputs = " if i == 0 else "instruction = "}'
            f'"do_4"; }};\n' for c in (3, 4) for i in range(RULES)) + '};\n'


def test_ten_thousand_transitions_in_a_minute(suite):
    suite.data = suite.folder / 'data'
    shutil.copytree(SOURCE / 'etc', suite.data)
    (suite.data / 'scenarios' / 'storm.scn').write_text(STORM)
    suite.configure(SETTINGS)
    suite.start('sensord')
    # what the sanitizer keeps of memory that was freed is none of alarmd's
    alarmd = suite.start('alarmd', '--lockstep', env={
        'ASAN_OPTIONS': suite.environment()['ASAN_OPTIONS'] + LEAN})
    watcher, sim = suite.alarms(first=None), suite.lockstep()
    sim.sim(bus.SIM_RUN, 'storm')
    before = watcher.summary.head
    memory, size = [], []
    for _ in range(6):
        sim.play(MINUTE / 6)
        memory.append(memory_kib(alarmd))
        watcher.drain()
        size.append(watcher.summary.bytes)
        deadline = Deadline(5)      # a sanitized program on a busy machine; on a board it is milliseconds
        assert suite.psctl('alarms').code == 0
        assert not deadline.over, 'psctl alarms waited for the storm'
    print(f'private memory {memory} KiB, journal {size} bytes, {sim.snapshot.missed_ticks} ticks missed')
    sanitized = 'asan' in Path(f'/proc/{alarmd.pid}/maps').read_text()
    assert memory[-1] - memory[2] < (1024 if sanitized else 64), memory
    # full after the first third: the file and its log, which begins anew each 1 MiB
    assert max(size[3:]) - max(size[:3]) < 256 * 1024, size
    assert sim.snapshot.missed_ticks == 0, 'alarmd held sensord up'
    assert watcher.request(bus.ALARM_ACKNOWLEDGE).ok
    assert watcher.ask(bus.event_append, 'note', text='behind them all').ok
    told = suite.alarms(first=None).summary
    assert told.head - before > 10000
    assert told.lost == 0
    # pruned in parts: at most a sixteenth more than the limit stays
    assert told.head - told.anchor <= ROWS + ROWS // 16 + 256
    verified = suite.psctl('events', 'verify')
    assert verified.code == 0 and 'are whole' in verified.out
    # who comes late hears that the beginning is gone, and how much of it
    late = suite.alarms(first=1)
    late.until(lambda: late.events and late.gaps, 'the gap')
    assert late.gaps[0].lost == late.events[0].number - 1 > 9000
    # the storm is over: what it leaves is what there is
    sim.sim(bus.SIM_RUN, 'steady')
    sim.sim_set('set di3 off')
    sim.sim_set('set di4 off')
    sim.play(1)
    watcher.until(lambda: not watcher.standing(), 'the last alarm to clear')
