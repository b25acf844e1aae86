# SPDX-License-Identifier: MIT
"""A unit with some history, and what rmcu-webd answers to questions about it."""
from rmcu import history
from rmcu.waiting import until

FILLED = '''device = { profile = "sim"; temperature_unit = "fahrenheit"; };
web = { open_status = true; };
sim = { scenario = "everyday"; };
logging = { file_kib = 1024; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
channels = { di_3 = { name = "Door"; }; volts_battery = { name = "Volts <b>&\\"x\\""; }; };
'''
API = '/api/v1/history'


def fill(suite):
    """Two days of a site's life, with an outage in the second one; loggerd goes on."""
    return history.fill(suite, FILLED, '50h')


def ready(w):
    until(lambda: w.ask('/healthz').status == 200, 'a snapshot')
    return w


def well(web, path):
    answer = web.ask(path)
    assert answer.status == 200, answer.text
    return answer


def refused(web, path, status=400):
    answer = web.ask(path)
    assert answer.status == status, answer.text
    return answer.json['error']


def twelve(web):
    """As many channels as may be asked for at a time."""
    listed = refused(web, f'{API}?channels=nothing').split('it has ')[1].split(', ')
    assert len(listed) >= 12
    return listed[:12]
