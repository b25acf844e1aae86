// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "lib/base/util.h"
#include "lib/settings/check.h"

/* Each cross check: what stands in rmcu.conf over which profile, and what it says. */
static const struct {
	const char *profile;
	const char *text;
	const char *mistakes; /* "" = allowed */
} checks[] = {
	/* device */
	{ "sim", "device = { lvd_open_volts = 12.5; };",
	  "rmcu.conf:1: device.lvd_open_volts: 12.5 is not below device.lvd_close_volts (12.5)\n" },
	{ "sim", "device = { ovp_min_volts = 17; };",
	  "rmcu.conf:1: device.ovp_min_volts: 17 is not below device.ovp_max_volts (16.8)\n" },
	/* channels */
	{ "sim", "channels = { ac_line = { range_min = 300; }; };",
	  "rmcu.conf:1: channels.ac_line.range_min: 300 is not below channels.ac_line.range_max "
	  "(300)\n" },
	{ "sim", "channels = { do_4 = { pwm = true; }; };",
	  "rmcu.conf:1: channels.do_4.pwm: this hardware has no pulse-width modulation "
	  "(device.pwm)\n" },
	{ "sim", "channels = { do_4 = { pwm = true; }; };\ndevice = { pwm = true; };",
	  "rmcu.conf:2: device.pwm: only the profile says whether the board has it; "
	  "allowed in a profile\n" },
	{ "sim", "channels = { di_3 = { pwm = true; pulse = true; confirm = true; }; };",
	  "rmcu.conf:1: channels.di_3.pulse: only a digital-out can pulse\n"
	  "rmcu.conf:1: channels.di_3.confirm: only a change of a digital-out can be confirmed\n"
	  "rmcu.conf:1: channels.di_3.pwm: only a digital-out can be pulse-width modulated\n" },
	{ "sim", "channels = { ac_line = { email_on_change = true; }; };",
	  "rmcu.conf:1: channels.ac_line.email_on_change: only a digital channel changes; "
	  "analog channels have alarms\n" },
	{ "sim", "channels = { di_3 = { unit = \"volt\"; }; };",
	  "rmcu.conf:1: channels.di_3.unit: a digital channel has no unit; allowed: none\n" },
	{ "sim", "channels = { temperature = { role = \"dc-ok\"; }; };",
	  "rmcu.conf:1: channels.temperature.role: channels.dc_ok has the role dc-ok already\n" },
	{ "sim", "channels = { volt_battery = { name = \"x\"; }; };",
	  "rmcu.conf:1: channels.volt_battery.source: the profile has no channel 'volt_battery', "
	  "did you mean 'volts_battery'?; a channel of your own needs a source\n" },
	{ "sim", "channels = { ac_line = { source = \"gpio\"; }; };",
	  "rmcu.conf:1: channels.ac_line.source: a gpio line is not analog; "
	  "allowed: none, iio, sim, derived, modem\n"
	  "rmcu.conf:1: channels.ac_line.line: is missing; source gpio needs a line's name or "
	  "number\n" },
	{ "sim",
	  "channels = { di_3 = { source = \"derived\"; derive = \"product\"; "
	  "input_a = \"ac_line\"; input_b = \"ac_line\"; }; };",
	  "rmcu.conf:1: channels.di_3.source: derived is analog; "
	  "allowed for a digital channel: none, gpio, sim, modem\n" },
	/* wiring */
	{ "sim", "channels = { ac_line = { source = \"iio\"; }; };",
	  "rmcu.conf:1: channels.ac_line.converter: is missing; source iio needs the id of a "
	  "converter\n"
	  "rmcu.conf:1: channels.ac_line.input: is missing; source iio needs the converter's "
	  "channel, "
	  "e.g. voltage0\n" },
	{ "hu-2012", "channels = { ac_line = { converter = \"adc_c\"; scale = 0; }; };",
	  "rmcu.conf:1: channels.ac_line.converter: there is no converter 'adc_c'\n"
	  "rmcu.conf:1: channels.ac_line.scale: 0 would make every reading the same; "
	  "allowed: any other\n" },
	{ "hu-2012", "channels = { temperature = { input = \"voltage0\"; }; };",
	  "rmcu.conf:1: channels.temperature.input: channels.volts_battery is wired to voltage0 of "
	  "adc_b already\n" },
	{ "hu-2012", "channels = { do_4 = { line = \"alarm-out\"; }; };",
	  "rmcu.conf:1: channels.do_4.line: channels.alarm_out is wired to line 'alarm-out' "
	  "already\n" },
	{ "hu-2012",
	  "channels = { do_4 = { line = \"alarm-out\"; chip = \"b\"; }; "
	  "alarm_out = { chip = \"a\"; }; };",
	  "" },
	{ "hu-2012",
	  "channels = { do_4 = { line = \"4\"; };\n di_3 = { line = \"17\"; };\n"
	  " di_4 = { line = \"17\"; chip = \"b\"; }; alarm_in = { line = \"17a\"; }; };",
	  "rmcu.conf:2: channels.di_3.line: a line's number needs its chip; "
	  "set channels.di_3.chip, or give the line's name\n"
	  "rmcu.conf:3: channels.di_4.line: channels.di_3 is wired to line '17' already\n"
	  "rmcu.conf:1: channels.do_4.line: a line's number needs its chip; "
	  "set channels.do_4.chip, or give the line's name\n" },
	{ "sim", "channels = { di_4 = { signal = \"di3\"; }; };",
	  "rmcu.conf:1: channels.di_4.signal: channels.di_3 is wired to 'di3' already\n" },
	{ "sim", "channels = { di_4 = { signal = \"\"; }; };",
	  "rmcu.conf:1: channels.di_4.signal: is missing; source sim needs a signal\n" },
	{ "hu-2012", "converters = { adc_b = { label = \"adc-a\"; bus = \"\"; }; };",
	  "rmcu.conf:1: converters.adc_b.bus: is missing; the bus it sits on, e.g. i2c-1\n"
	  "rmcu.conf:1: converters.adc_b.label: converters.adc_a has the label 'adc-a' already\n" },
	{ "hu-2012", "converters = { adc_b = { parent = \"1-0049\"; }; };",
	  "common/two-ads1115.conf:12: converters.adc_b.label: a converter is found by its label "
	  "or by its parent; "
	  "set one of both\n" },
	/* derived */
	{ "sim",
	  "channels = { supply_watts = { derive = \"none\"; input_a = \"nobody\"; "
	  "input_b = \"\"; }; };",
	  "rmcu.conf:1: channels.supply_watts.derive: is missing; allowed: product, while-on, "
	  "while-off\n"
	  "rmcu.conf:1: channels.supply_watts.input_a: there is no channel 'nobody'\n"
	  "rmcu.conf:1: channels.supply_watts.input_b: is missing; source derived needs the id of "
	  "a "
	  "channel\n" },
	{ "sim", "channels = { supply_watts = { input_b = \"supply_watts\"; }; };",
	  "rmcu.conf:1: channels.supply_watts.input_b: 'supply_watts' is derived itself and must "
	  "stand "
	  "before it\n" },
	{ "sim", "channels = { supply_watts = { input_b = \"dc_ok\"; }; };",
	  "rmcu.conf:1: channels.supply_watts.input_b: 'dc_ok' is digital; "
	  "allowed: an analog channel\n" },
	{ "sim",
	  "channels = { amps_battery = { source = \"derived\"; derive = \"while-off\"; "
	  "input_a = \"amps_supply\"; input_b = \"dc_ok\"; }; };",
	  "" },
	{ "sim",
	  "channels = { amps_battery = { source = \"derived\"; derive = \"while-off\"; "
	  "input_a = \"dc_ok\"; input_b = \"ac_line\"; }; };",
	  "rmcu.conf:1: channels.amps_battery.input_a: 'dc_ok' is digital; "
	  "allowed: an analog channel\n" },
	/* modem */
	{ "sim",
	  "channels = { sig = { source = \"modem\"; modem = \"signal\"; unit = \"percent\"; };\n"
	  " net = { source = \"modem\"; modem = \"registered\"; kind = \"digital-in\"; }; };",
	  "" },
	{ "sim",
	  "channels = { sig = { source = \"modem\"; };\n"
	  " net = { source = \"modem\"; modem = \"signal\"; kind = \"digital-in\"; }; };",
	  "rmcu.conf:1: channels.sig.modem: is missing, for an analog channel; allowed: signal\n"
	  "rmcu.conf:1: channels.sig.unit: a modem's signal is a share of the best; "
	  "allowed: percent\n"
	  "rmcu.conf:2: channels.net.modem: is not for a digital channel; allowed: registered\n" },
	{ "sim",
	  "channels = { a = { source = \"modem\"; modem = \"signal\"; unit = \"percent\"; };\n"
	  " b = { source = \"modem\"; modem = \"signal\"; unit = \"percent\"; }; };",
	  "rmcu.conf:2: channels.b.modem: channels.a shows it already\n" },
	{ "sim", "channels = { do_4 = { source = \"modem\"; modem = \"registered\"; }; };",
	  "rmcu.conf:1: channels.do_4.source: a modem switches nothing; "
	  "allowed: none, gpio, sim\n" },
	{ "sim", "channels = { di_4 = { modem = \"signal\"; }; };", "" },
	/* rate */
	{ "hu-2012", "sampling = { rate_hz = 36; };", "" },
	{ "hu-2012", "sampling = { rate_hz = 37; };",
	  "rmcu.conf:1: sampling.rate_hz: 37 is too fast for bus i2c-1: 8 channels at 860 "
	  "conversions/s need 28 ms; at most 36 Hz, or raise data_rate\n" },
	{ "hu-2012",
	  "sampling = { rate_hz = 50; };\n"
	  "converters = { adc_a = { data_rate = 128; }; adc_b = { data_rate = 128; }; };",
	  "rmcu.conf:1: sampling.rate_hz: 50 is too fast for bus i2c-1: 8 channels at 128 "
	  "conversions/s need 145 ms; at most 6 Hz, or raise data_rate\n" },
	{ "hu-2012",
	  "sampling = { rate_hz = 72; };\nconverters = { adc_b = { bus = \"i2c-2\"; }; };", "" },
	{ "hu-2012", "converters = { adc_a = { data_rate = 1; }; adc_b = { bus = \"i2c-2\"; }; };",
	  "sampling.rate_hz: bus i2c-1 cannot keep even 1 Hz: 4 channels at 1 conversions/s need "
	  "8804 ms; raise data_rate\n" },
	{ "sim", "sampling = { rate_hz = 100; };", "" },
	/* interlocks */
	{ "sim", "interlocks = { a = { output = \"battery\"; min_off_s = 60; }; };", "" },
	{ "sim",
	  "interlocks = { a = { output = \"battery\"; forbids_on = true; when = \"below\"; "
	  "channel = \"ac_line\"; value = 90; }; };",
	  "" },
	{ "sim", "interlocks = { a = { output = \"batery\"; min_off_s = 60; }; };",
	  "rmcu.conf:1: interlocks.a.output: there is no channel 'batery', did you mean "
	  "'battery'?\n" },
	{ "sim", "interlocks = { a = { output = \"zzz\"; min_off_s = 60; }; };",
	  "rmcu.conf:1: interlocks.a.output: there is no channel 'zzz'\n" },
	{ "sim", "interlocks = { a = { output = \"dc_ok\"; min_off_s = 60; }; };",
	  "rmcu.conf:1: interlocks.a.output: 'dc_ok' is not a digital-out\n" },
	{ "sim", "interlocks = { a = { output = \"\"; }; };",
	  "rmcu.conf:1: interlocks.a.output: is missing; the id of the output that the rule "
	  "guards\n"
	  "rmcu.conf:1: interlocks.a.when: always without min_on_s, min_off_s or cycles_per_hour "
	  "is no rule\n" },
	{ "sim",
	  "interlocks = { a = { output = \"battery\"; when = \"active\"; "
	  "channel = \"ac_line\"; }; };",
	  "rmcu.conf:1: interlocks.a.when: 'ac_line' is analog; allowed: below, above, always\n" },
	{ "sim",
	  "interlocks = { a = { output = \"battery\"; when = \"above\"; "
	  "channel = \"dc_ok\"; }; };",
	  "rmcu.conf:1: interlocks.a.when: 'dc_ok' is digital; allowed: active, inactive, "
	  "always\n" },
	{ "sim",
	  "interlocks = { a = { output = \"battery\"; when = \"active\"; "
	  "channel = \"battery\"; }; };",
	  "rmcu.conf:1: interlocks.a.channel: an output cannot forbid itself\n" },
	{ "sim", "interlocks = { a = { output = \"battery\"; when = \"active\"; }; };",
	  "rmcu.conf:1: interlocks.a.channel: is missing; the id of the channel that the condition "
	  "looks at\n" },
	{ "sim",
	  "interlocks = { a = { output = \"battery\"; when = \"below\"; "
	  "channel = \"volts_supply\"; }; };",
	  "rmcu.conf:1: interlocks.a.value: is missing; below needs a number in the channel's "
	  "unit\n" },
	/* alarms */
	{ "sim",
	  "alarms = { a = { channel = \"volts_battery\"; setpoint = 15; }; "
	  "b = { channel = \"dc_ok\"; when = \"inactive\"; setpoint = 3; recovery = 7; }; "
	  "c = { channel = \"dc_ok\"; when = \"bad-quality\"; cause = \"b\"; }; "
	  "d = { channel = \"ac_line\"; when = \"bad-quality\"; cause = \"b\"; }; };",
	  "" },
	{ "sim", "alarms = { a = { setpoint = 15; }; };",
	  "rmcu.conf:1: alarms.a.channel: is missing; the id of the channel that the rule "
	  "watches\n" },
	{ "sim", "alarms = { a = { channel = \"volt_battery\"; setpoint = 15; }; };",
	  "rmcu.conf:1: alarms.a.channel: there is no channel 'volt_battery', did you mean "
	  "'volts_battery'?\n" },
	/* a rule that is switched off must be right too: else nobody could switch it on */
	{ "sim", "alarms = { a = { enabled = false; channel = \"dc_ok\"; setpoint = 1; }; };",
	  "rmcu.conf:1: alarms.a.when: 'dc_ok' is digital; allowed: active, inactive, "
	  "bad-quality\n" },
	{ "sim", "alarms = { a = { channel = \"ac_line\"; when = \"active\"; }; };",
	  "rmcu.conf:1: alarms.a.when: 'ac_line' is analog; allowed: above, below, rising, "
	  "falling, bad-quality\n" },
	{ "sim", "alarms = { a = {\n channel = \"volts_supply\";\n when = \"rising\"; }; };",
	  "rmcu.conf:2: alarms.a.setpoint: is missing; rising needs a number in the channel's "
	  "unit\n" },
	{ "sim",
	  "alarms = { a = { channel = \"volts_supply\"; setpoint = 15; recovery = 15; }; "
	  "b = { channel = \"volts_supply\"; when = \"below\"; setpoint = 8; recovery = 8; }; "
	  "c = { channel = \"volts_supply\"; when = \"falling\"; setpoint = 8; recovery = 8; }; "
	  "d = { channel = \"volts_supply\"; when = \"falling\"; setpoint = 8; recovery = 0.1; }; "
	  "};",
	  "" },
	{ "sim",
	  "alarms = {\n a = { channel = \"volts_supply\"; setpoint = 15; recovery = 15.1; };\n"
	  " b = { channel = \"volts_supply\"; when = \"below\"; setpoint = 8; recovery = 7; };\n"
	  " c = { channel = \"volts_supply\"; when = \"rising\"; setpoint = 2; recovery = 3; };\n"
	  " d = { channel = \"volts_supply\"; when = \"falling\"; setpoint = 2; recovery = -1; "
	  "};\n"
	  " e = { channel = \"volts_supply\"; when = \"falling\"; setpoint = 0; };\n"
	  " f = { channel = \"volts_supply\"; when = \"rising\"; setpoint = -2; };\n"
	  " g = { channel = \"volts_supply\"; when = \"rising\"; setpoint = 2; recovery = 0; "
	  "};\n};",
	  "rmcu.conf:2: alarms.a.recovery: 15.1 is on the wrong side of alarms.a.setpoint (15); "
	  "allowed: that or less\n"
	  "rmcu.conf:3: alarms.b.recovery: 7 is on the wrong side of alarms.b.setpoint (8); "
	  "allowed: that or more\n"
	  "rmcu.conf:4: alarms.c.recovery: 3 is on the wrong side of alarms.c.setpoint (2); "
	  "allowed: that or less\n"
	  "rmcu.conf:5: alarms.d.recovery: -1 would never be reached; allowed: above 0, up to 2\n"
	  "rmcu.conf:6: alarms.e.setpoint: 0 would be any change; allowed: by how much it changes, "
	  "above 0\n"
	  "rmcu.conf:7: alarms.f.setpoint: -2 would be any change; allowed: by how much it "
	  "changes, above 0\n"
	  "rmcu.conf:8: alarms.g.recovery: 0 would never be reached; allowed: above 0, up to 2\n" },
	{ "sim",
	  "alarms = { a = { channel = \"dc_ok\"; when = \"active\"; "
	  "alarm_outputs = \"alarm_ot dc_ok do_4 horn do_4\"; }; };\n"
	  "alarm_system = { quality_outputs = \"ac_line\"; };",
	  "rmcu.conf:1: alarms.a.alarm_outputs: there is no channel 'alarm_ot', did you mean "
	  "'alarm_out'?\n"
	  "rmcu.conf:1: alarms.a.alarm_outputs: 'dc_ok' is not a digital-out\n"
	  "rmcu.conf:1: alarms.a.alarm_outputs: 'do_4' stands there twice\n"
	  "rmcu.conf:1: alarms.a.alarm_outputs: there is no channel 'horn'\n"
	  "rmcu.conf:2: alarm_system.quality_outputs: 'ac_line' is not a digital-out\n" },
	{ "sim",
	  "alarms = { a = { channel = \"do_4\"; when = \"inactive\"; "
	  "alarm_outputs = \"alarm_out do_4\"; };\n"
	  "b = { channel = \"do_4\"; when = \"active\"; alarm_outputs = \"do_4\"; };\n"
	  "c = { channel = \"do_4\"; when = \"active\"; alarm_outputs = \"alarm_out\"; };\n"
	  "d = { channel = \"do_4\"; when = \"bad-quality\"; alarm_outputs = \"do_4\"; }; };",
	  "rmcu.conf:1: alarms.a.alarm_outputs: 'do_4' is what the rule watches; allowed: any "
	  "other "
	  "output\n"
	  "rmcu.conf:2: alarms.b.alarm_outputs: 'do_4' is what the rule watches; allowed: any "
	  "other "
	  "output\n" },
	{ "sim",
	  "alarms = { supply_gone = { channel = \"dc_ok\"; when = \"inactive\"; };\n"
	  "b = { channel = \"dc_ok\"; when = \"inactive\"; cause = \"suply_gone\"; };\n"
	  "c = { channel = \"dc_ok\"; when = \"inactive\"; cause = \"c\"; };\n"
	  "d = { channel = \"dc_ok\"; when = \"inactive\"; cause = \"zzzzz\"; }; };",
	  "rmcu.conf:2: alarms.b.cause: there is no alarm 'suply_gone', did you mean "
	  "'supply_gone'?\n"
	  "rmcu.conf:3: alarms.c.cause: an alarm is not its own cause; allowed: another one, or "
	  "none (\"\")\n"
	  "rmcu.conf:4: alarms.d.cause: there is no alarm 'zzzzz'\n" },
	/* x leads into the circle and is not blamed */
	{ "sim",
	  "alarms = { x = { channel = \"dc_ok\"; when = \"inactive\"; cause = \"a\"; };\n"
	  "b = { channel = \"dc_ok\"; when = \"inactive\"; cause = \"c\"; };\n"
	  "c = { channel = \"dc_ok\"; when = \"inactive\"; cause = \"a\"; };\n"
	  "a = { channel = \"dc_ok\"; when = \"inactive\"; cause = \"b\"; }; };",
	  "rmcu.conf:2: alarms.b.cause: the causes go round in a circle (b, c, a, b); one of them "
	  "needs another cause or none\n" },
	/* schedules and logging */
	{ "sim",
	  "schedules = { s1 = { output = \"\"; }; s2 = { output = \"dc_ok\"; }; "
	  "s3 = { output = \"none\"; from = \"07:00\"; to = \"07:00\"; }; };\n"
	  "logging = { from = \"07:00\"; to = \"07:00\"; };",
	  "" },
	{ "sim",
	  "schedules = { s1 = { enabled = true; to = \"24:00\"; sunday = true; }; "
	  "s2 = { enabled = true; from = \"22:00\"; friday = true; }; };",
	  "" },
	{ "sim",
	  "schedules = { s1 = {\n enabled = true;\n output = \"\";\n from = \"07:00\";\n "
	  "to = \"07:00\"; };\n"
	  "s2 = { enabled = true; output = \"dc_ok\"; to = \"24:00\"; monday = true; };\n"
	  "s3 = { enabled = true; output = \"d_4\"; to = \"24:00\"; monday = true; };\n"
	  "s4 = { enabled = true; monday = true; }; };\n"
	  "logging = { enabled = true; };",
	  "rmcu.conf:2: schedules.s1.enabled: has no day on which it begins; allowed with at "
	  "least one of sunday to saturday\n"
	  "rmcu.conf:5: schedules.s1.to: is the same as from (07:00); allowed: any other time, "
	  "and 00:00 to 24:00 for a whole day\n"
	  "rmcu.conf:3: schedules.s1.output: is missing; the id of the output that the schedule "
	  "holds\n"
	  "rmcu.conf:6: schedules.s2.output: 'dc_ok' is not a digital-out\n"
	  "rmcu.conf:7: schedules.s3.output: there is no channel 'd_4', did you mean 'do_4'?\n"
	  "rmcu.conf:8: schedules.s4.to: is the same as from (00:00); allowed: any other time, and "
	  "00:00 to 24:00 for a whole day\n"
	  "rmcu.conf:9: logging.enabled: has no day on which it begins; allowed with at least one "
	  "of sunday to saturday\n"
	  "logging.to: is the same as from (00:00); allowed: any other time, and 00:00 to 24:00 "
	  "for a whole day\n" },
	/* two files of the log are in its quota */
	{ "sim", "logging = { file_kib = 10240; rate_min = 0; what = \"none\"; };", "" },
	{ "sim", "logging = { file_kib = 512; quota_mib = 1; }; history = { boxes = 0; };", "" },
	{ "sim", "logging = {\n file_kib = 513;\n quota_mib = 1; };",
	  "rmcu.conf:3: logging.quota_mib: 1 MiB has no room for two files of logging.file_kib "
	  "(513 KiB); allowed: at least 2, or smaller files\n" },
	{ "sim",
	  "logging = { rate_min = 61; what = \"alarm\"; };\nhistory = { seconds_hours = 0; };",
	  "rmcu.conf:1: logging.rate_min: '61' is out of range; allowed: 0 to 60 min\n"
	  "rmcu.conf:1: logging.what: 'alarm' is not known (did you mean 'alarms'?); allowed: one "
	  "of none, alarms, periodic, both\n"
	  "rmcu.conf:2: history.seconds_hours: '0' is out of range; allowed: 1 to 168 h\n" },
	/* notifications */
	{ "sim", "mail = { server = \"x\"; };",
	  "mail.from: is missing; a mail server wants to know who sends\n" },
	{ "sim", "mail = { to = \"a@x,b\"; from = \"me\"; ca = \"x.pem\"; };",
	  "rmcu.conf:1: mail.to: 'b' is no e-mail address; allowed: as ops@example.org, several "
	  "with a comma between\n"
	  "rmcu.conf:1: mail.from: 'me' is no e-mail address; allowed: as unit7@example.org\n"
	  "rmcu.conf:1: mail.ca: 'x.pem' is no path; allowed: as /etc/rmcu/mail-ca.pem, or "
	  "nothing\n" },
	{ "sim",
	  "recipients = { anna = { by = \"text-modem\"; address = \"0\"; escalate_to = \"ben\"; "
	  "channels = \"ac_lin\"; }; bern = { by = \"webhook\"; escalate_to = \"bern\"; }; };",
	  "rmcu.conf:1: recipients.anna.address: '0' is no telephone number; allowed: as "
	  "+491701234567\n"
	  "rmcu.conf:1: recipients.anna.channels: there is no channel 'ac_lin', did you mean "
	  "'ac_line'?\n"
	  "rmcu.conf:1: recipients.anna.escalate_to: there is no recipient 'ben', did you mean "
	  "'bern'?\n"
	  "rmcu.conf:1: recipients.bern.url: '' is no URL; allowed: as "
	  "https://ntfy.example.org/site7, without "
	  "a "
	  "user's name in it\n"
	  "rmcu.conf:1: recipients.bern.escalate_to: is himself; allowed: another recipient, or "
	  "nobody\n" },
	{ "sim",
	  "recipients = { mail = { by = \"command\"; address = \"../x\"; quiet = true; }; };",
	  "rmcu.conf:1: recipients.mail.enabled: 'mail' is the recipient of mail.to; allowed: any "
	  "other id\n"
	  "rmcu.conf:1: recipients.mail.address: '../x' is no name of a program; allowed: one in "
	  "/etc/rmcu/commands, without a folder\n"
	  "rmcu.conf:1: recipients.mail.quiet: has no day on which it begins; allowed with at "
	  "least one of sunday to saturday\n"
	  "rmcu.conf:1: recipients.mail.to: is the same as from (00:00); allowed: any other time, "
	  "and 00:00 to 24:00 for a whole day\n" },
	{ "sim", "signs_of_life = { heartbeat_url = \"x\"; };",
	  "rmcu.conf:1: signs_of_life.heartbeat_url: 'x' is no URL; allowed: as "
	  "https://hc.example.org/ping/7, or nothing\n" },
};

TEST(cross_checks)
{
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
		AUTO_FIXTURE struct fixture f;
		char overlay[128];

		fixture_make(&f);
		fixture_write(&f, "rmcu.conf", checks[i].text);
		(void)snprintf(overlay, sizeof(overlay), "device = { profile = \"%s\"; };",
			       checks[i].profile);
		fixture_write(&f, "state/settings.conf", overlay);
		fixture_load(&f);
		ASSERT_STREQ(fixture_mistakes(&f), checks[i].mistakes);
		ASSERT_EQ(f.r, checks[i].mistakes[0] ? -EINVAL : 0);
	}
}

TEST(mistyped_ids_come_with_all_mistakes)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf",
		      "site = { nme = \"x\"; };\n"
		      "channels = {\n volts_batery = {\n  name = \"x\"; };\n"
		      " mine = { kind = \"digital-in\";\n source = \"gpoi\"; };\n};");
	fixture_load(&f);
	ASSERT_EQ(f.r, -EINVAL);
	ASSERT_STREQ(
		fixture_mistakes(&f),
		"rmcu.conf:1: site.nme: no such setting, did you mean 'name'?\n"
		"rmcu.conf:6: channels.mine.source: 'gpoi' is not known (did you mean 'gpio'?); "
		"allowed: one of none, iio, gpio, sim, derived, modem\n"
		"rmcu.conf:4: channels.volts_batery.source: the profile has no channel "
		"'volts_batery', did you mean 'volts_battery'?; "
		"a channel of your own needs a source\n");
	/* A profile that cannot be read knows no ids: they are not blamed. */
	fixture_write(&f, "rmcu.conf",
		      "device = { profile = \"gone\"; };\n"
		      "channels = { ac_line = { name = \"x\"; }; };");
	fixture_load(&f);
	ASSERT_EQ(f.r, -EINVAL);
	ASSERT_FALSE(strstr(fixture_mistakes(&f), "ac_line"));
}

static void add_channels(struct text *t, const char *kind, const char *source, int n)
{
	text_add(t, "channels = {\n");
	for (int i = 0; i < n; i++)
		text_printf(t, " x%d = { kind = \"%s\"; source = \"sim\"; signal = \"%s%d\"; };\n",
			    i, kind, source, i);
	text_add(t, "};\n");
}

TEST(at_most_64_channels)
{
	AUTO_FIXTURE struct fixture f;
	struct text t = TEXT_INIT;

	fixture_make(&f);
	/* 17 are the profile's */
	add_channels(&t, "analog-in", "s", CHANNELS_MAX - 17);
	fixture_write(&f, "rmcu.conf", text_get(&t));
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f), "");
	ASSERT_EQ(f.s->n_channels, CHANNELS_MAX);
	text_clear(&t);
	add_channels(&t, "analog-in", "s", CHANNELS_MAX - 16);
	fixture_write(&f, "rmcu.conf", text_get(&t));
	fixture_load(&f);
	ASSERT_CONTAINS(fixture_mistakes(&f),
			"rmcu.conf:49: channels.x47.kind: channels has 64 already, "
			"more is not possible\n");
	text_done(&t);
}

TEST(as_many_rules_and_schedules_as_there_are)
{
	AUTO_FIXTURE struct fixture f;
	struct text t = TEXT_INIT;

	fixture_make(&f);
	fixture_write(&f, "profiles/bare.conf", "");
	text_add(&t, "device = { profile = \"bare\"; };\nalarms = {\n");
	for (int i = 0; i <= ALARM_RULES_MAX; i++)
		text_printf(&t, "a%d = { enabled = false; };\n", i);
	text_add(&t, "};\nschedules = {\n");
	for (int i = 0; i <= SCHEDULES_MAX; i++)
		text_printf(&t, "s%d = { enabled = false; };\n", i);
	text_add(&t, "};\n");
	fixture_write(&f, "rmcu.conf", text_get(&t));
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f),
		     "rmcu.conf:131: alarms.a128.enabled: alarms has 128 already, more is not "
		     "possible\n"
		     "rmcu.conf:150: schedules.s16.enabled: schedules has 16 already, more is not "
		     "possible\n");
	text_done(&t);
}

TEST(at_most_32_outputs)
{
	AUTO_FIXTURE struct fixture f;
	struct text t = TEXT_INIT;

	fixture_make(&f);
	add_channels(&t, "digital-out", "s", 29);
	fixture_write(&f, "rmcu.conf", text_get(&t));
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f),
		     "rmcu.conf:30: channels.x28.kind: more than 32 outputs are "
		     "not possible\n");
	text_done(&t);
}

TEST(bus_time_is_that_of_the_probe)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "device = { profile = \"rpi-ads1115\"; };");
	fixture_load(&f);
	ASSERT_OK(f.r);
	/* 3.4 ms a channel at 860, measured on the kernel's driver */
	ASSERT_GE(check_bus_us(f.s, "i2c-1"), 8 * 3400);
	ASSERT_LE(check_bus_us(f.s, "i2c-1"), 8 * 3500);
	ASSERT_EQ(check_bus_us(f.s, "i2c-9"), 0);
}
