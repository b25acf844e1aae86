# SPDX-License-Identifier: MIT
"""Settings in the browser: forms made from the schema, what a save does, and what it refuses."""
import html
import json
import re

import pytest

from rmcu.forms import Person, fields, small_print, with_people
from rmcu.waiting import until
from rmcu.web import form

PAGES = ('/setup/device', '/setup/sensor', '/setup/channel/ac_line', '/setup/alarm', '/setup/rule/door', '/setup/alarm-system',
         '/setup/recipients', '/setup/recipient/anna')
ADMIN_PAGES = '/setup/user', '/setup/person/admin', '/setup/mail'


@pytest.fixture
def web(suite):
    return with_people(suite)


def test_which_unit_it_is(web, suite):
    """S138: what the unit is, on Status for viewers and above, its software on Device Setup too."""
    viewer, version = Person(web, 'viewer'), web.ask('/api/v1/status').json['version']
    assert 'Serial number' not in viewer.get('/').text
    assert suite.psctl('config', 'set', 'device.serial=RM-0042', 'device.hardware=C1').code == 0
    foot = until(lambda: 'RM-0042' in (p := viewer.get('/').text) and re.search('<footer.*?</footer>', p)[0], 'the serial number')
    assert f'<span>Serial number RM-0042</span><span>Hardware C1</span><span>Version {version}</span>' in foot
    assert 'RM-0042' not in web.ask('/').text
    assert f'<p class="mut">Version {version}</p>' in Person(web, 'control').get('/setup/device').text


def test_who_may_open_what(web):
    for path in PAGES + ADMIN_PAGES:
        assert web.ask(path).status == 303 and web.ask(path, 'POST', b'').status in (401, 405), path
    for role, opens in (('viewer', ()), ('control', PAGES), ('admin', PAGES + ADMIN_PAGES)):
        me = Person(web, role)
        for path in PAGES + ADMIN_PAGES:
            assert me.get(path).status == (200 if path in opens else 403), (role, path)


def test_every_setting_has_its_field(web, suite):
    """All that is not the board's, and nothing else: the schema is the form."""
    schema = {s['name']: s for s in suite.psctl('config', 'schema', '--json').json['subjects']}
    me = Person(web, 'admin')
    of_items = {'channels': '/setup/channel/ac_line', 'alarms': '/setup/rule/door', 'users': '/setup/person/admin',
                'schedules': '/setup/schedule/night', 'tokens': '/setup/token/script', 'interlocks': '/setup/interlock/battery_rest',
                'recipients': '/setup/recipient/anna'}
    # each kind of channel has its own
    channels = {k.rpartition('.')[2] for id in ('ac_line', 'di_3', 'battery') for k in me.fields(f'/setup/channel/{id}')}
    singles = {**me.fields('/setup/device'), **me.fields('/setup/alarm-system'), **me.fields('/setup/mail')}
    for name, subject in schema.items():
        if name in ('sim', 'sampling', 'converters'):
            continue   # of the board or of its developers
        page = me.fields(of_items[name]) if subject['keyed'] else singles
        have = {k.rpartition('.')[2] for k in page if k.startswith(name + '.')}
        want = {s['key'] for s in subject['settings'] if not s.get('board')}
        if name == 'channels':
            have = channels & want
        if name == 'tokens':
            want.remove('secret')   # is drawn, and no field
        assert have == want, name


def test_a_change_is_saved_and_shown(web, suite):
    me = Person(web, 'control')
    done = me.save('/setup/channel/ac_line', {'channels.ac_line.name': 'Netz „Süd“ <b>'})
    assert done.status == 303 and done.headers['location'] == '/setup/channel/ac_line?saved=1'
    page = me.get(done.headers['location']).text
    assert 'Saved.' in page and 'value="Netz „Süd“ &lt;b&gt;"' in page
    assert suite.psctl('config', 'get', 'channels.ac_line.name').out.strip() == 'Netz „Süd“ <b>'
    # only what changed is written
    channels = re.search(r'^channels = \{(.*?)^\};', suite.overlay_file.read_text(), re.S | re.M)[1]
    assert re.findall(r'(\w+) = "', channels) == ['name']
    until(lambda: 'Netz „Süd“ &lt;b&gt;' in web.ask('/').text, 'the name on Status')
    events = map(json.loads, suite.psctl('events', '--json').out.splitlines())
    event = next(e for e in events if 'ac_line.name' in e['text'])
    assert (event['by'], event['address'], event['door']) == ('control', '127.0.0.1', 'web')


def test_mistakes_stand_at_their_fields(web, suite):
    me = Person(web, 'control')
    typed = {'logging.rate_min': '61', 'site.name': 'x' * 100, 'logging.what': 'alarms'}
    answer = me.save('/setup/device', typed)
    assert answer.status == 422 and '>Error: Device Setup' in answer.text
    assert '<a href="#logging.rate_min">' in answer.text and '<a href="#site.name">' in answer.text
    field = re.search(r'<div class="f err">(?:(?!<div class="f).)*name="logging.rate_min".*?</div>', answer.text, re.S)[0]
    assert "&#39;61&#39; is out of range" in field and 'value="61"' in field and 'aria-invalid="true"' in field
    # nothing is lost, and nothing was saved
    kept = fields(answer.text)
    assert kept['logging.rate_min'] == '61' and kept['site.name'] == 'x' * 100 and kept['logging.what'] == 'alarms'
    assert suite.psctl('config', 'get', 'logging.what').out.strip() != 'alarms'
    done = me.save('/setup/device', {'logging.rate_min': '7', 'site.name': 'Hill'}, kept)
    assert done.status == 303
    assert suite.psctl('config', 'get', 'logging.what').out.strip() == 'alarms'


def test_a_value_is_told_in_its_unit(web, suite):
    """Limits are in the unit of the channel that they are about, and temperatures also in the degrees that people see."""
    me = Person(web, 'admin')
    said, unit = small_print(me.get('/setup/rule/temperature_high').text, 'alarms.temperature_high.setpoint')
    assert unit == '°C' and said[0] == '150.0 °F.' and said[-1] == 'Factory: unset.'
    for page, name, unit in (('rule/ac_line_low', 'alarms.ac_line_low.setpoint', 'V AC'), ('rule/ac_line_low', 'alarms.ac_line_low.on_delay_ms', 'ms'),
                             ('channel/volts_battery', 'channels.volts_battery.range_max', 'V'), ('rule/door', 'alarms.door.setpoint', None)):
        assert small_print(me.get('/setup/' + page).text, name)[1] == unit, name
    rows = dict(re.findall(r'<a href="/setup/rule/(\w+)">.*?</th>(.*?)</tr>', me.get('/setup/alarm').text, re.S))
    cells = {k: re.findall('<td>(.*?)</td>', v) for k, v in rows.items()}
    assert cells['temperature_high'][0] == 'yes' and cells['temperature_high'][-1] == '150.0 °F'
    assert cells['ac_line_low'][-1] == '100 V AC' and cells['door'][-1] == '--'
    assert me.save('/setup/device', {'device.temperature_unit': 'celsius'}).status == 303
    until(lambda: '<td>65.555556 °C</td>' in me.get('/setup/alarm').text, 'degrees Celsius')
    said, unit = small_print(me.get('/setup/rule/temperature_high').text, 'alarms.temperature_high.setpoint')
    assert unit == '°C' and not any('°F' in s for s in said)


def test_who_says_so_and_what_the_factory_says(web):
    me = Person(web, 'admin')
    page = me.get('/setup/device').text
    assert small_print(page, 'history.card_cycles')[0][-1] == 'Factory.'
    assert me.save('/setup/device', {'history.card_cycles': '2999', 'web.metrics_open': 'true'}).status == 303
    page = until(lambda: 'Factory: 3000.' in (p := me.get('/setup/device').text) and p, 'the change')
    said = small_print(page, 'history.card_cycles')[0]
    assert said[-3] == 'Changed here.' and said[-1] == 'Factory: 3000.'
    who = small_print(page, 'web.metrics_open')[0]
    assert who[0] == 'Changed here.' and who[-1] == 'Factory: no.'
    # by whom, and what it was before, is where the link leads
    link = html.unescape(re.search('href="(.*?)#journal"', said[-2])[1])
    table = until(lambda: re.findall('<tr><td.*?</tr>', me.get(link).text, re.S), 'the journal to know it')
    assert len(table) == 1 and 'history.card_cycles' in table[0] and 'admin' in table[0], table
    assert re.search('value="true"[^>]*name="web.metrics_open"[^>]* checked>yes</label>', page)


def test_two_people_at_once(web, suite):
    one, other = Person(web, 'control'), Person(web, 'admin')
    page = one.fields('/setup/device')
    assert other.save('/setup/device', {'site.name': 'Theirs', 'site.location': 'There'}).status == 303
    # another field than theirs: nobody is in the way
    assert one.save('/setup/device', {'logging.rate_min': '9'}, page).status == 303
    assert suite.psctl('config', 'get', 'site.name').out.strip() == 'Theirs'
    # the same field
    clash = one.save('/setup/device', {'site.name': 'Mine'}, page)
    assert clash.status == 409 and 'somebody else saved this meanwhile' in clash.text
    assert 'value="Mine"' in clash.text and 'Saved meanwhile: Theirs' in clash.text
    assert suite.psctl('config', 'get', 'site.name').out.strip() == 'Theirs'
    # what he sees now is what he knows: saved again it is his
    assert one.save('/setup/device', {}, fields(clash.text)).status == 303
    assert suite.psctl('config', 'get', 'site.name').out.strip() == 'Mine'
    assert suite.psctl('config', 'get', 'site.location').out.strip() == 'There'


def test_what_only_administrators_change(web, suite):
    me = Person(web, 'control')
    page = me.get('/setup/device').text
    assert 'name="web.open_status"' not in page and 'Administrators change this.' in page
    forged = me.save('/setup/device', {'was:web.metrics_open': 'false', 'web.metrics_open': 'true'})
    assert forged.status in (403, 422) and 'may' in forged.text or 'rmcu-admin' in forged.text
    assert suite.psctl('config', 'get', 'web.metrics_open').out.strip() == 'false'
    assert Person(web, 'admin').save('/setup/device', {'web.metrics_open': 'true'}).status == 303
    assert suite.psctl('config', 'get', 'web.metrics_open').out.strip() == 'true'


def test_items_come_and_go(web, suite):
    me = Person(web, 'control')
    assert me.get('/setup/new?of=alarms&id=low').headers['location'] == '/setup/rule/low'
    assert '<a href="/setup/alarm">Back to Alarm Setup</a>' in me.get('/setup/rule/low').text
    assert 'Back to' not in me.get('/setup/alarm').text
    assert me.get('/setup/new?of=alarms&id=No+Id').status == 422 and me.get('/setup/new?of=site&id=a').status == 422
    done = me.save('/setup/rule/low', {'alarms.low.channel': 'volts_battery', 'alarms.low.when': 'below',
                                       'alarms.low.setpoint': '11.5', 'alarms.low.recovery': '12'})
    assert done.status == 303, done.text
    assert 'href="/setup/rule/low"' in me.get('/setup/alarm').text
    until(lambda: suite.psctl('alarms', '--all', '--json').out.count('"low"'), 'the rule')
    gone = web.ask('/setup/rule/low', 'POST', form(csrf=me.fields('/setup/rule/low')['csrf'], remove='1'), me.headers)
    assert gone.headers['location'] == '/setup/alarm?saved=1'
    assert 'href="/setup/rule/low"' not in me.get('/setup/alarm').text
    # what stands in rmcu.conf is taken back to it
    assert me.save('/setup/rule/door', {'alarms.door.priority': 'low'}).status == 303
    assert 'Back to what the files say' in me.get('/setup/rule/door').text
    web.ask('/setup/rule/door', 'POST', form(csrf=me.fields('/setup/rule/door')['csrf'], remove='1'), me.headers)
    assert suite.psctl('config', 'get', 'alarms.door.priority').out.strip() == 'critical'


def test_settingsd_is_away(web, suite):
    me = Person(web, 'control')
    page = me.fields('/setup/device')
    suite.settingsd.stop()
    answer = me.save('/setup/device', {'site.name': 'Lost?'}, page)
    assert answer.status == 503 and 'settingsd does not answer' in answer.text and 'value="Lost?"' in answer.text
    suite.settingsd.start()
    until(lambda: me.save('/setup/device', {}, fields(answer.text)).status == 303, 'settingsd again')
    assert suite.psctl('config', 'get', 'site.name').out.strip() == 'Lost?'


def test_forms_that_are_none(web, suite):
    me = Person(web, 'admin')
    csrf = me.fields('/setup/device')['csrf']
    before = suite.psctl('config', 'show').out

    def post(path, **sent):
        return web.ask(path, 'POST', form(csrf=csrf, **sent), me.headers)
    assert post('/setup/device').status == 303
    # a field of another page, one without its past, one that is not the form's
    assert post('/setup/device', **{'channels.ac_line.name': 'x', 'was:channels.ac_line.name': 'y'}).status == 303
    assert post('/setup/device', **{'site.name': 'x'}).status == 303
    assert post('/setup/channel/ac_line', **{'channels.ac_line.source': 'sim', 'was:channels.ac_line.source': 'x'}).status in (303, 409, 422)
    assert post('/setup/channel/nothing', **{'channels.nothing.name': 'x', 'was:channels.nothing.name': ''}).status == 422
    assert post('/setup/rule/No..Id').status == 404 and me.get('/setup/channel/%3Cb%3E').status == 404
    long = post('/setup/device', **{'site.name': 'x' * 60000, 'was:site.name': ''})
    assert long.status == 422 and 'is longer than any value' in long.text
    assert suite.psctl('config', 'show').out == before


def linked(card, page):
    """The files that the card of this name leads to, and what is in them."""
    found = re.search(rf'<h2 id="more">{card}</h2>.*?</section>', page.text, re.S)
    return re.findall(r'<a [^>]*href="([^"]+)"', found[0]) if found else []


def test_what_can_be_taken_home(web, suite):
    """S106, S126, S148: the MIB is a link where people look for it."""
    me = Person(web, 'admin')
    device = linked('Downloads', me.get('/setup/device'))
    assert device == ['/mib/RMCU-MIB.txt', '/RMCU.CSV', '/api/v1/openapi.json']
    assert linked('Miscellaneous', me.get('/setup/user')) == ['/mib/RMCU-MIB.txt']
    assert 'RMCU-MIB DEFINITIONS ::= BEGIN' in me.get('/mib/RMCU-MIB.txt').text
    # an alarm is a row of the log; without one the first comes with the next minute
    assert suite.psctl('sim', 'set', 'ac_present', 'off').code == 0
    until(lambda: me.get('/RMCU.CSV').status == 200, 'the first line of the log')
    assert me.get('/api/v1/openapi.json').json['openapi']
    # each once: what is about one item has none
    assert not linked('Miscellaneous', me.get('/setup/person/admin'))


def test_the_menu_has_the_words_of_s88(web):
    me = Person(web, 'admin')
    for path in '/setup', '/setup/mail':
        text = me.get(path).text
        rail = re.findall(r'<a href="(/[^"]*)"[^>]*>(?:<svg.*?</svg>)?<span>([^<]*)</span>', text)
        words = {word for _, word in rail}
        assert {'Status', 'Device Setup', 'Sensor Setup', 'Alarm Setup', 'User Setup', 'E-Mail Setup'} <= words, path
        assert 'Logout (admin)' in text
    assert '<a class="row" href="/setup/mail">E-Mail Setup</a>' in me.get('/setup').text
    assert '<h1>E-Mail Setup</h1>' in me.get('/setup/mail').text


def test_a_person_reads_why_not(web):
    """As a page, in a browser; a program gets JSON."""
    me = Person(web, 'control')
    browser = {**me.headers, 'Accept': 'text/html,application/xhtml+xml'}
    page = web.ask('/setup/user', headers=browser)
    assert page.status == 403 and 'This needs the role admin.' in page.text and '<nav' in page.text
    assert web.ask('/setup/user', headers=me.headers).json == {'error': 'this needs the role admin'}
    lost = web.ask('/nowhere', headers=browser)
    assert lost.status == 404 and 'There is no such page.' in lost.text


def test_a_channel_shows_what_it_has(web):
    """Others' settings are left out, and left alone; those of the wires are folded, unless a mistake lies there."""
    me, path = Person(web, 'control'), '/setup/channel/volts_battery'
    page = me.get(path).text
    assert 'channels.volts_battery.pulse_ms' not in page and 'channels.volts_battery.digits' in page
    folded = re.search(r'<details class="wiring"( open)?>(.*?)</details>', page, re.S)
    assert not folded[1] and 'channels.volts_battery.scale' in folded[2] and 'channels.volts_battery.name' not in folded[2]
    assert 'channels.battery.pulse_ms' in me.get('/setup/channel/battery').text
    before = me.fields(path)
    assert me.save(path, {'channels.volts_battery.averaging': '7'}).status == 303
    assert {k: v for k, v in me.fields(path).items() if 'averaging' not in k} == {k: v for k, v in before.items() if 'averaging' not in k}
    wrong = me.save(path, {'channels.volts_battery.scale': 'x'})
    assert wrong.status == 422 and '<details class="wiring" open>' in wrong.text


def test_a_channel_is_picked_by_its_name(web):
    page = Person(web, 'control').get('/setup/rule/door').text
    offered = re.search(r'<select id="alarms.door.channel".*?</select>', page, re.S)[0]
    assert '<option value="volts_battery">Volts Battery (volts_battery)</option>' in offered and 'analog_5' not in offered
    assert small_print(page, 'alarms.door.channel')[0][0].startswith('Set')     # what can be chosen is seen
    # without a name it is offered to nobody, and stays what it is
    assert offered.endswith('<option value="di_3" selected>di_3</option></select>')


def boxes(page, name):
    """Those of a setting: what each is called, and whether it is ticked."""
    return {label: 'checked' in tag for tag, label in re.findall(rf'(<input type="checkbox"[^>]* name="{re.escape(name)}"[^>]*>)([^<]*)', page)}


def test_outputs_of_an_alarm_are_ticked(web, suite):
    """S46, any mix; the order in which they were said stays, and so does what is not offered."""
    me, path, name = Person(web, 'control'), '/setup/rule/door', 'alarms.door.alarm_outputs'
    before = boxes(me.get(path).text, name)
    assert before and not any(before.values())
    page = me.fields(path)
    body = form(**{k: v for k, v in page.items() if k != name})
    ticked = b''.join(b'&' + form(**{name: v}) for v in ('battery', 'alarm_out'))
    assert web.ask(path, 'POST', body + ticked, me.headers).status == 303
    until(lambda: suite.psctl('config', 'get', name).out.strip() == 'battery alarm_out', 'both')
    assert list(boxes(me.get(path).text, name).values()) == [True, True] + [False] * (len(before) - 2)
    # saved as it is, nothing changes; then one is taken away, and then the other
    assert me.save(path, {}).status == 303 and suite.psctl('config', 'get', name).out.strip() == 'battery alarm_out'
    assert me.save(path, {name: 'alarm_out'}).status == 303
    until(lambda: suite.psctl('config', 'get', name).out.strip() == 'alarm_out', 'one')
    # without a tick browsers send nothing
    assert web.ask(path, 'POST', form(**{k: v for k, v in me.fields(path).items() if k != name}), me.headers).status == 303
    until(lambda: suite.psctl('config', 'get', name).out.strip() == '', 'none')
    # what was typed by a program and refused is still there
    wrong = me.save(path, {name: 'alarm_out nowhere'})
    assert wrong.status == 422 and boxes(wrong.text, name)['nowhere']
