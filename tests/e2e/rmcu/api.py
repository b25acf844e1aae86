# SPDX-License-Identifier: MIT
"""www/openapi.json, and answers held to it: status, type and body."""
import functools
import gzip
import json
import re

import jsonschema

from rmcu.suite import SOURCE

API = json.loads((SOURCE / 'www/openapi.json').read_text())
# What is said of a request as such, by whatever route; it is in no description of one: not whole, a word over a line that all can hear,
# nothing there, a wrong method, too long.
OF_ANY = {400, 403, 404, 405, 413, 431, 501}

# Items at each end of a list that are looked at where not all are.
ENDS = 8


@functools.cache
def form_of(path):
    return re.compile(re.sub(r'\\\{\w+\\\}', '[^/]+', re.escape(path)))


@functools.cache
def described_as(path):
    """The path of the description that this one is, names before {…}; None: there is none."""
    return path if path in API['paths'] else next((p for p in API['paths'] if form_of(p).fullmatch(path)), None)


@functools.cache
def validator(path, method, status, kind):
    """Made once: most of the time goes into that."""
    content = API['paths'][path][method]['responses'][status]['content']
    return jsonschema.Draft202012Validator({**content[kind]['schema'], 'components': API['components']})


ERROR = jsonschema.Draft202012Validator({**API['components']['schemas']['Error'], 'components': API['components']})


def kind_of(answer):
    return answer.headers.get('content-type', '').partition(';')[0]


def body_of(answer):
    packed = answer.headers.get('content-encoding') == 'gzip'
    return json.loads(gzip.decompress(answer.body) if packed else answer.body)


def shortened(value):
    """Of a long list its ends: a history has tens of thousands of numbers, which would take a second each time."""
    if isinstance(value, list):
        return [shortened(v) for v in (value if len(value) <= 2 * ENDS else value[:ENDS] + value[-ENDS:])]
    return {k: shortened(v) for k, v in value.items()} if isinstance(value, dict) else value


def check(answer, path, method='get', whole=True):
    """Status, type and body are as described for this path of the description."""
    responses, status, kind = API['paths'][path][method]['responses'], str(answer.status), kind_of(answer)
    assert status in responses, (path, answer.status, answer.body[:200])
    content = responses[status].get('content', {})
    assert not content or kind in content, (path, answer.status, kind)
    if kind == 'application/json' and content and answer.body:
        body = body_of(answer)
        validator(path, method, status, kind).validate(body if whole else shortened(body))
    return answer


def check_any(answer, target, method):
    """The answer to any request: below /api/ it is as described, or says of the request why it is none of these."""
    path = described_as(target.partition('?')[0])
    method = 'get' if method == 'HEAD' else method.lower()
    if not target.startswith('/api/'):
        return
    operation = API['paths'].get(path, {}).get(method)
    if operation and str(answer.status) in operation['responses']:
        if not is_page(answer, operation):
            check(answer, path, method, whole=False)
    else:
        assert answer.status in OF_ANY, (method, target, answer.status, answer.body[:200])
        if kind_of(answer) == 'application/json' and answer.body:
            ERROR.validate(body_of(answer))


def is_page(answer, operation):
    """A failure, as who reads pages is told of it; of a form it is in the description."""
    content = operation['responses'][str(answer.status)].get('content', {})
    return answer.status >= 400 and kind_of(answer) == 'text/html' and 'text/html' not in content
