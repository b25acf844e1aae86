# SPDX-License-Identifier: MIT
"""A client of alarmd: the alarm table, the summary, and every event with its chain checked."""
from rmcu import bus


class AlarmClient(bus.Client):
    """Keeps the newest of each topic, and all events from `first` on as they come (None: asks for none)."""

    def __init__(self, path, first=1, **how):
        self.pages = {}
        self.n_pages = None
        self.summary = self.schedules = None
        self.events = []
        self.gaps = []
        self.marks = 0
        super().__init__(path, **how)
        if first is not None:
            self.follow(first)

    def has_state(self):
        return self.hello and self.summary and self.schedules is not None and self.n_pages is not None

    def follow(self, first=1):
        self.send(bus.events_from(self.next_number(), first))

    def take(self, message):
        if message.kind == bus.ALARMS:
            self.order.append(message.kind)
            self.n_pages = message.body.pages
            self.pages[message.body.page] = message.body.alarms
        elif message.kind == bus.ALARM_SUMMARY:
            self.order.append(message.kind)
            self.summary = message.body
        elif message.kind == bus.SCHEDULES:
            self.order.append(message.kind)
            self.schedules = message.body
        elif message.kind == bus.EVENT:
            self.take_event(message.body)
        elif message.kind == bus.EVENT_GAP:
            self.gaps.append(message.body)
        else:
            super().take(message)

    def take_event(self, event):
        """In order, without holes, each bound to the one before it."""
        if self.events:
            last = self.events[-1]
            assert event.number == last.number + 1 or self.gaps, f'{event.number} came behind {last.number}'
            if event.number == last.number + 1:
                assert event.holds(last.hash), f'event {event.number} does not fit to the one before it'
        self.events.append(event)

    # What tests ask most.
    @property
    def alarms(self):
        """All alarms by id."""
        return {a.id: a for page in range(self.n_pages) for a in self.pages.get(page, [])}

    def alarm(self, alarm_id):
        return self.alarms[alarm_id]

    def standing(self):
        return sorted(a.id for a in self.alarms.values() if a.active)

    def until_alarm(self, alarm_id, what='', **wanted):
        """Waits until the alarm has these members."""
        def found():
            a = self.alarms.get(alarm_id)
            return a if a and all(getattr(a, k) == v for k, v in wanted.items()) else None
        return self.until(found, what or f'{alarm_id} with {wanted}')

    def find(self, kind, since=0, **wanted):
        return [e for e in self.events[since:] if e.kind == kind and
                all(getattr(e, k) == v for k, v in wanted.items())]

    def event(self, kind, since=0, **wanted):
        """Waits for an event of this kind (behind `since` in the list) with these members."""
        return self.until(lambda: next(iter(self.find(kind, since, **wanted)), None), f'an event {kind} {wanted}')

    def caught_up(self):
        """All events up to now: a note of our own is answered when it, and all before it, are on the disk."""
        self.marks += 1
        mark = f'mark {self.marks} of {id(self)}'
        reply = self.ask(bus.event_append, 'note', text=mark)
        assert reply.ok, reply
        self.until(lambda: any(e.text == mark for e in self.events[-64:]), 'the note')
        return [e for e in self.events if not (e.kind == 'note' and e.text.startswith('mark '))]

    def request(self, kind, alarm='', note='', seconds=0, occurrence=0):
        return self.ask(bus.alarm_request, kind, alarm, note, seconds, occurrence)
