// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/commands.h"

#include <stddef.h>

const struct option global_options[] = {
	{ "json", NULL, "Writes JSON. The names of its fields stay as they are." },
	{ "plain", NULL, "Writes neither colours nor characters beyond ASCII." },
	{ "help", NULL, "Tells about the command, or about all of them." },
	{ "version", NULL, "The same as the command version." },
	{ 0 },
};

static const struct option watch_options[] = {
	{ "interval", "TIME", "The least time between two pictures or lines, e.g. 200ms or 1min." },
	{ "count", "N", "Ends after so many pictures or lines." },
	{ 0 },
};

static const struct option output_options[] = {
	{ "confirm", "SECONDS", "Takes the change back after so long unless it is confirmed." },
	{ "dry-run", NULL, "Says what would happen, and does nothing." },
	{ "reason", "TEXT", "Why, for those who look at the status and the journal." },
	{ 0 },
};

static const struct option fill_options[] = {
	{ "step", "TIME",
	  "Simulated time from one tick to the next, at most 1min, which it is without it." },
	{ "followers", "N",
	  "First waits until so many others joined: alarmd and loggerd with --lockstep." },
	{ 0 },
};

static const struct option facts_options[] = {
	{ "follow", NULL, "Goes on with what happens from now." },
	{ "from", "NUMBER", "Begins with this one." },
	{ 0 },
};

static const struct option alarms_options[] = {
	{ "all", NULL, "Every alarm that the settings know, also those that are normal." },
	{ 0 },
};

static const struct option report_options[] = {
	{ "since", "TIME", "Begins there; a span is counted back from now. 7d without it." },
	{ 0 },
};

static const struct option ack_options[] = {
	{ "note", "TEXT", "What you know about it, for those who look at it next." },
	{ 0 },
};

static const struct option shelve_options[] = {
	{ "for", "TIME", "How long, e.g. 30min, 2h or 1d; at most 7d, 1h without it." },
	{ "reason", "TEXT", "Why, for those who look at the alarms and the journal." },
	{ 0 },
};

static const struct option maintenance_options[] = {
	{ "for", "TIME", "How long, e.g. 30min, 2h or 1d; at most 7d." },
	{ "reason", "TEXT", "Why, for those who look at the alarms and the journal." },
	{ 0 },
};

static const struct option events_options[] = {
	{ "since", "TIME",
	  "Begins there: 2026-11-25, \"2026-11-25 14:00\", RFC 3339, or back from now: 2h." },
	{ "last", "N", "Only the last N of them; 50 when neither this nor --since is given." },
	{ "follow", NULL, "Goes on with what happens from now." },
	{ "channel", "CHANNEL", "Only those of this channel.", ARGUMENT_CHANNEL },
	{ "kind", "KIND", "Only those of this kind; alarm is all that begin with alarm-.",
	  ARGUMENT_EVENT_KIND },
	{ "alarm", "ALARM", "Only those of this alarm.", ARGUMENT_ALARM },
	{ 0 },
};

static const struct option verify_options[] = {
	{ "head", "NUMBER:HASH",
	  "Compares with the head that a copy elsewhere knows, e.g. the system's log." },
	{ 0 },
};

static const struct option history_options[] = {
	{ "since", "WHEN",
	  "Begins there: 2026-11-25, \"2026-11-25 14:00\", RFC 3339, or back from the end: 7d. 24h "
	  "without it." },
	{ "until", "WHEN", "Ends there; with the newest value without it." },
	{ "step", "TIME",
	  "What a row stands for, e.g. 10s, 5min or 1d; about 50 rows without it." },
	{ "csv", NULL, "Writes CSV (RFC 4180) with minimum, mean, maximum and seconds." },
	{ "chart", NULL, "Draws it." },
	{ "boxes", NULL, "Lists the black boxes, and says of which one a part is damaged." },
	{ "box", "NUMBER",
	  "Writes a black box at full rate as CSV. Of a damaged one it writes what can be read, "
	  "and "
	  "says so with status 65.",
	  ARGUMENT_BOX },
	{ 0 },
};

static const struct option export_options[] = {
	{ "all", NULL, "All files, the oldest one first, each with its header." },
	{ "output", "FILE", "Writes this file, as a whole or not at all.", ARGUMENT_FILE },
	{ 0 },
};

static const struct option clear_options[] = {
	{ "yes", NULL, "Does not ask whether you are sure." },
	{ 0 },
};

static const struct option show_options[] = {
	{ "origin", NULL, "Says of each value which layer, file and line it comes from." },
	{ "changed", NULL, "Leaves out what no file says." },
	{ 0 },
};

static const struct option user_options[] = {
	{ "role", "ROLE", "viewer, control, admin or disabled; viewer without it.", ARGUMENT_ROLE },
	{ 0 },
};

static const struct option token_options[] = {
	{ "role", "ROLE", "viewer, control or admin; viewer without it.", ARGUMENT_ROLE },
	{ "expires", "DATE", "The last day on which it is taken, e.g. 2030-12-31.", ARGUMENT_NONE },
	{ 0 },
};

const struct command commands[] = {
	{
		.name = "status",
		.arguments = "",
		.summary = "Is all well? And every value, once",
		.help = "The first line says whether all is well; then come active alarms and what "
			"else there is to do, "
			"readings, inputs and outputs with who holds them. Troubles of alarmd and "
			"loggerd are among it; a loggerd that is gone is an alarm after a "
			"minute. Without a command, psctl does this.",
		.run = cmd_status,
	},
	{
		.name = "watch",
		.arguments = "",
		.summary = "The same, as it changes; Ctrl-C or q ends it",
		.help = "At a terminal the picture changes in place. Elsewhere a line is written "
			"each second: the "
			"time, the verdict, and every value; with --json the whole status, one "
			"line each time. "
			"When sensord goes away it says so and tries to connect again.",
		.options = watch_options,
		.run = cmd_watch,
	},
	{
		.name = "channels",
		.arguments = "",
		.summary = "Every channel with its id, also those without a name",
		.help = "A channel has an id, which never changes, and a name, which the settings "
			"give it. A channel "
			"without a name is hidden.",
		.run = cmd_channels,
	},
	{
		.name = "get",
		.arguments = "CHANNEL",
		.summary = "One value, for scripts",
		.help = "Writes the number without its unit, or the state of a contact or output. "
			"Without a value that "
			"can be trusted it writes nothing, says why on stderr and ends with 69. "
			"Temperatures are "
			"in the unit that people want (device.temperature_unit); with --json they "
			"are Celsius.",
		.least = 1,
		.most = 1,
		.kinds = { ARGUMENT_CHANNEL },
		.run = cmd_get,
	},
	{
		.name = "output",
		.arguments = "NAME on|off|active|inactive|pulse [MS]|release",
		.summary = "Switches an output",
		.help = "on and off are first compared with the output's own two state texts, "
			"which are words too: where the "
			"settings call the inactive state ON, on means inactive. Otherwise on is "
			"active and off "
			"is inactive. active always means that the output conducts, inactive that "
			"it does not. pulse "
			"makes it active for MS milliseconds, or for as long as its settings say. "
			"release takes "
			"your hold away, so that the schedule, the alarm or the rest state decides "
			"again. "
			"A change that must be confirmed is taken back unless psctl confirm "
			"follows in time; one back to what was confirmed last need not be. "
			"It wants group rmcu-control.",
		.options = output_options,
		.least = 2,
		.most = 3,
		.kinds = { ARGUMENT_OUTPUT, ARGUMENT_STATE },
		.run = cmd_output,
	},
	{
		.name = "confirm",
		.arguments = "[NAME]",
		.summary = "Keeps a change that would be taken back",
		.help = "Without a name: all that wait.",
		.most = 1,
		.kinds = { ARGUMENT_OUTPUT },
		.run = cmd_confirm,
	},
	{
		.name = "alarms",
		.arguments = "",
		.summary = "Which alarms stand, since when, and who has seen them",
		.help = "An alarm stands while it is active, and when it is over until somebody "
			"has "
			"acknowledged it. Those "
			"that nobody has seen come first, the highest priority before the others. "
			"first out is the one "
			"that began a cascade, a consequence one whose cause came before it.",
		.options = alarms_options,
		.run = cmd_alarms,
	},
	{
		.name = "alarms report",
		.arguments = "",
		.summary = "Which alarms are noisy, stand for days, or are not looked at",
		.help = "From the event journal: how often each alarm was raised, how often it "
			"chattered, how long it was "
			"active in all, and how long it took until somebody acknowledged it. What "
			"is active for more than "
			"a day is stale.",
		.options = report_options,
		.run = cmd_alarms_report,
	},
	{
		.name = "ack",
		.arguments = "[ALARM]",
		.summary = "Acknowledges an alarm: somebody has seen it",
		.help = "Without an alarm: all that stand. It changes no output. It wants group "
			"rmcu-control.",
		.options = ack_options,
		.most = 1,
		.kinds = { ARGUMENT_STANDING },
		.run = cmd_ack,
	},
	{
		.name = "shelve",
		.arguments = "ALARM [--for TIME]",
		.summary = "Lets an alarm be quiet for a while",
		.help = "It is raised and written to the journal as before, but nobody is told, "
			"and "
			"it drives no output. It "
			"comes back by itself. It wants group rmcu-control.",
		.options = shelve_options,
		.least = 1,
		.most = 1,
		.kinds = { ARGUMENT_ALARM },
		.run = cmd_shelve,
	},
	{
		.name = "unshelve",
		.arguments = "[ALARM]",
		.summary = "Ends that before its time",
		.help = "Without an alarm: all that are shelved. It wants group rmcu-control.",
		.most = 1,
		.kinds = { ARGUMENT_STANDING },
		.run = cmd_unshelve,
	},
	{
		.name = "reset",
		.arguments = "[ALARM]",
		.summary = "Ends a latched alarm whose cause is over",
		.help = "Without an alarm: all that wait for it. It wants group rmcu-control.",
		.most = 1,
		.kinds = { ARGUMENT_STANDING },
		.run = cmd_reset,
	},
	{
		.name = "maintenance",
		.arguments = "on --for TIME|off",
		.summary = "Lets all alarms be quiet while people work on the system",
		.help = "on wants --for. Alarms go on and drive their outputs, and are in the "
			"journal, but nobody is "
			"told. It ends by itself. It wants group rmcu-control.",
		.options = maintenance_options,
		.least = 1,
		.most = 1,
		.kinds = { ARGUMENT_SWITCH },
		.run = cmd_maintenance,
	},
	{
		.name = "events",
		.arguments = "",
		.summary = "What the journal says, oldest first",
		.help = "Alarms, outputs, people's requests, settings, restarts: numbered without "
			"holes, and kept over "
			"restarts. Times are local.",
		.options = events_options,
		.run = cmd_events,
	},
	{
		.name = "events verify",
		.arguments = "",
		.summary = "Is every event there, unchanged and in its place?",
		.help = "Each event carries the hash of itself and of the one before it. All that "
			"are kept are read and "
			"their hashes made anew; when one does not fit it says which, and ends "
			"with 65. Somebody who can "
			"write the journal could make all hashes anew: compare with a head that "
			"is kept elsewhere.",
		.options = verify_options,
		.run = cmd_events_verify,
	},
	{
		.name = "history",
		.arguments = "[CHANNEL...]",
		.summary = "What was measured, as a table, CSV, JSON or a chart",
		.help = "Reads what rmcu-loggerd has written, also when no daemon runs. Also what "
			"was copied off another unit: copy all of its /var/lib/rmcu/loggerd into "
			"a folder loggerd of one that RMCU_STATE_DIR names; it may be read-only. "
			"The file history.db alone lacks what history.db-wal has beside it, an "
			"hour or so, and may be cut in the middle of a change. Of each step: the "
			"mean, the least and the greatest value, and for how many seconds there "
			"was one; of several channels the means. Of a contact or output the "
			"state, or how much of the time it was active. A channel is named by its "
			"id or its name, or by one that it had before it was renamed or rewired: "
			"of a rewired one that gives what it measured then, in the unit of then. "
			"The end is the newest value in the history, and steps begin where the "
			"clock shows a multiple of them. A second is kept for days, a minute for "
			"months and an hour for years (settings below history): what is older is "
			"shown in whole minutes or hours. With --csv and --json temperatures are "
			"Celsius, and there are at most 100000 steps. A black box is what was "
			"measured from a minute before an alarm until five minutes after it, as "
			"fast as it was measured.",
		.options = history_options,
		.most = CHANNELS_MAX,
		.kinds = { ARGUMENT_MEASURED, ARGUMENT_MEASURED },
		.run = cmd_history,
	},
	{
		.name = "log status",
		.arguments = "",
		.summary = "Is the log written, since when, and what it takes of the card",
		.help = "What is logged and how often, the first and the last row, the files and "
			"what they take of their "
			"quota. Then the database that the log and the history behind the charts "
			"lie in: its size and the "
			"size that it can reach, how far back it goes, and how much is written to "
			"the card a day. How long "
			"the card lasts is reckoned from history.card_gib and "
			"history.card_cycles, as if nothing else wrote to it.",
		.run = cmd_log_status,
	},
	{
		.name = "log files",
		.arguments = "",
		.summary = "The files of the log, with their numbers",
		.help = "RMCU.CSV is the one that is being written. The others have ended, and "
			"stay as they are until "
			"they are deleted or make room for new ones. This needs no daemon.",
		.run = cmd_log_files,
	},
	{
		.name = "log export",
		.arguments = "[NUMBER]",
		.summary = "Writes the log as CSV",
		.help = "Without a number: RMCU.CSV, as far as it is written. Without --output it "
			"goes to stdout. This "
			"needs no daemon.",
		.options = export_options,
		.most = 1,
		.kinds = { ARGUMENT_LOG_FILE },
		.run = cmd_log_export,
	},
	{
		.name = "log append",
		.arguments = "",
		.summary = "Writes a row into the log now",
		.help = "Whatever the settings say of what is logged and when. It wants group "
			"rmcu-control.",
		.run = cmd_log_append,
	},
	{
		.name = "log clear",
		.arguments = "",
		.summary = "Empties the log, all files of it",
		.help = "At a terminal it asks first; elsewhere it wants --yes. The history behind "
			"the charts and the "
			"event journal stay, and the journal says who did it. It wants group "
			"rmcu-control.",
		.options = clear_options,
		.run = cmd_log_clear,
	},
	{
		.name = "log delete",
		.arguments = "NUMBER",
		.summary = "Takes one file out of the log",
		.help = "The journal says who did it. It wants group rmcu-control.",
		.least = 1,
		.most = 1,
		.kinds = { ARGUMENT_LOG_FILE },
		.run = cmd_log_delete,
	},
	{
		.name = "schedule",
		.arguments = "",
		.summary = "Which outputs the clock switches, and when next",
		.help = "Times are local. The settings below schedules say what there is.",
		.run = cmd_schedule,
	},
	{
		.name = "user list",
		.arguments = "",
		.summary = "Who signs in with a browser",
		.help = "Each user and his role.",
		.least = 0,
		.most = 0,
		.run = cmd_user_list,
	},
	{
		.name = "user add",
		.arguments = "NAME",
		.summary = "A user who signs in with a browser",
		.help = "Asks for his password, twice; where the input is no terminal, its first "
			"line is the password. Only a hash of it is kept. A unit has at most eight "
			"users. It wants group rmcu-admin.",
		.options = user_options,
		.least = 1,
		.most = 1,
		.run = cmd_user_add,
	},
	{
		.name = "user passwd",
		.arguments = "NAME",
		.summary = "Gives a user another password",
		.help = "Asks for it as psctl user add does. Whoever was signed in with the old "
			"one is not any more. It wants group rmcu-admin.",
		.kinds = { ARGUMENT_USER },
		.least = 1,
		.most = 1,
		.run = cmd_user_passwd,
	},
	{
		.name = "user role",
		.arguments = "NAME ROLE",
		.summary = "Gives a user another role",
		.help = "viewer: looks. control: drives outputs, acknowledges and changes settings "
			"too. admin: may do all. disabled: cannot sign in. It wants group "
			"rmcu-admin.",
		.kinds = { ARGUMENT_USER, ARGUMENT_ROLE },
		.least = 2,
		.most = 2,
		.run = cmd_user_role,
	},
	{
		.name = "user remove",
		.arguments = "NAME",
		.summary = "Takes a user away",
		.help = "His password goes with him. It wants group rmcu-admin.",
		.kinds = { ARGUMENT_USER },
		.least = 1,
		.most = 1,
		.run = cmd_user_remove,
	},
	{
		.name = "user code",
		.arguments = "",
		.summary = "Shows a code for the first administrator",
		.help = "While there is no administrator, the first one is made in the browser by "
			"who has this code; it is a new one each time, and lasts for 15 minutes or "
			"five tries. It wants group rmcu-admin.",
		.least = 0,
		.most = 0,
		.run = cmd_user_code,
	},
	{
		.name = "token list",
		.arguments = "",
		.summary = "Scripts that sign in",
		.help = "Each token, its role, and when it ends.",
		.least = 0,
		.most = 0,
		.run = cmd_token_list,
	},
	{
		.name = "token add",
		.arguments = "NAME",
		.summary = "Makes a token for a script, and shows it once",
		.help = "The script sends it with each request: Authorization: Bearer TOKEN. Only "
			"a hash of it is kept. It wants group rmcu-admin.",
		.options = token_options,
		.least = 1,
		.most = 1,
		.run = cmd_token_add,
	},
	{
		.name = "token remove",
		.arguments = "NAME",
		.summary = "Takes a token away",
		.help = "It is taken no more from then on. It wants group rmcu-admin.",
		.kinds = { ARGUMENT_TOKEN },
		.least = 1,
		.most = 1,
		.run = cmd_token_remove,
	},
	{
		.name = "web status",
		.arguments = "",
		.summary = "Where pages are served, with which certificate, and to whom",
		.help = "The ports of rmcu-webd, the certificate in force with its fingerprint, "
			"which a browser shows too, and its end. Then who is signed in, how many "
			"pages are open, and since rmcu-webd started, how many sign-ins were taken "
			"and how many refused. It says also whether there is a code for the first "
			"administrator; 'user code' shows a new one.",
		.run = cmd_web_status,
	},
	{
		.name = "snmp status",
		.arguments = "",
		.summary = "Is the unit there for SNMP managers, and what they asked of it",
		.help = "Whether rmcu-agentxd is connected to snmpd, its master, and since when, "
			"and "
			"whether that has taken all MIBs. Then, since rmcu-agentxd started, how "
			"many "
			"values were asked for, how many requests were to set one, and how many "
			"notifications went out. Events that wait are told when the master is "
			"there "
			"again.",
		.run = cmd_snmp_status,
	},
	{
		.name = "snmp mib",
		.arguments = "",
		.summary = "RMCU-MIB, for the manager that shall understand the unit",
		.help = "The SMIv2 module that rmcu-agentxd answers to. This needs no daemon.",
		.run = cmd_snmp_mib,
	},
	{
		.name = "notify status",
		.arguments = "",
		.summary = "Who is told of what happens, and how that went",
		.help = "Each recipient: how much waits for him and until when, how many messages "
			"went out and were given up since rmcu-notifyd started, and what the other "
			"side said to the last one.",
		.run = cmd_notify_status,
	},
	{
		.name = "notify queue",
		.arguments = "[RECIPIENT]",
		.summary = "What recipients are still to be told",
		.help = "Events that wait for a message, and alarms that somebody is told of later "
			"or again if they still last.",
		.kinds = { ARGUMENT_RECIPIENT },
		.most = 1,
		.run = cmd_notify_queue,
	},
	{
		.name = "notify pause",
		.arguments = "TIME",
		.summary = "Sends nothing for a while, e.g. 2h",
		.help = "At most 7d. Nothing is lost: it goes out when the pause is over, a line "
			"an "
			"alarm where there is much. Last words before the battery is empty do not "
			"wait. It wants group rmcu-control.",
		.least = 1,
		.most = 1,
		.run = cmd_notify_pause,
	},
	{
		.name = "notify resume",
		.arguments = "",
		.summary = "Ends the pause",
		.help = "What waited goes out. It wants group rmcu-control.",
		.run = cmd_notify_resume,
	},
	{
		.name = "notify flush",
		.arguments = "[RECIPIENT]",
		.summary = "Sends what waits now",
		.help = "Whether it waits for quiet hours, an interval, a pause or another try. It "
			"wants group rmcu-control.",
		.kinds = { ARGUMENT_RECIPIENT },
		.most = 1,
		.run = cmd_notify_flush,
	},
	{
		.name = "test email",
		.arguments = "RECIPIENT",
		.summary = "Sends a recipient a test mail, and shows the answer",
		.help = "At once, whatever waits, and with what the other side says of it. It "
			"wants "
			"group rmcu-control.",
		.kinds = { ARGUMENT_RECIPIENT },
		.least = 1,
		.most = 1,
		.run = cmd_test_message,
	},
	{
		.name = "test text",
		.arguments = "RECIPIENT",
		.summary = "Sends a recipient a test text, and shows the answer",
		.help = "At once, whatever waits, and with what the other side says of it. It "
			"wants "
			"group rmcu-control.",
		.kinds = { ARGUMENT_RECIPIENT },
		.least = 1,
		.most = 1,
		.run = cmd_test_message,
	},
	{
		.name = "test webhook",
		.arguments = "RECIPIENT",
		.summary = "Sends a recipient a test request, and shows the answer",
		.help = "At once, whatever waits, and with what the other side says of it. It "
			"wants "
			"group rmcu-control.",
		.kinds = { ARGUMENT_RECIPIENT },
		.least = 1,
		.most = 1,
		.run = cmd_test_message,
	},
	{
		.name = "test command",
		.arguments = "RECIPIENT",
		.summary = "Sends a recipient a test, and shows the answer",
		.help = "At once, whatever waits, and with what the other side says of it. It "
			"wants "
			"group rmcu-control.",
		.kinds = { ARGUMENT_RECIPIENT },
		.least = 1,
		.most = 1,
		.run = cmd_test_message,
	},
	{
		.name = "test trap",
		.arguments = "",
		.summary = "Sends all SNMP managers a notification",
		.help = "An event in the journal, which rmcu-agentxd tells as any other: at once, "
			"or when snmpd "
			"is there again. It wants group rmcu-control.",
		.run = cmd_test_trap,
	},
	{
		.name = "sim list",
		.arguments = "",
		.summary = "What the simulator can play, and its knobs",
		.help = "Says also which scenario plays, and how fast.",
		.run = cmd_sim_list,
	},
	{
		.name = "sim run",
		.arguments = "SCENARIO",
		.summary = "Plays a scenario from its beginning",
		.help = "Outputs stay as they are, and the clock goes on.",
		.least = 1,
		.most = 1,
		.kinds = { ARGUMENT_SCENARIO },
		.run = cmd_sim_run,
	},
	{
		.name = "sim set",
		.arguments = "KNOB VALUE",
		.summary = "Turns a knob, e.g. load_watts 120 or ac_present off",
		.help = "psctl sim list shows the knobs.",
		.least = 2,
		.most = 2,
		.kinds = { ARGUMENT_KNOB },
		.run = cmd_sim_do,
	},
	{
		.name = "sim fail",
		.arguments = "SIGNAL FAULT [NUMBER]",
		.summary = "Breaks a sensor, e.g. battery_volts broken-wire",
		.help = "Faults are broken-wire, stuck, no-answer, silent, open, and value NUMBER.",
		.least = 2,
		.most = 3,
		.run = cmd_sim_do,
	},
	{
		.name = "sim heal",
		.arguments = "SIGNAL",
		.summary = "Mends it",
		.help = "The sensor measures again.",
		.least = 1,
		.most = 1,
		.run = cmd_sim_do,
	},
	{
		.name = "sim bounce",
		.arguments = "CONTACT N over TIME",
		.summary = "Lets a contact bounce, e.g. alarm_in 9 over 20ms",
		.help = "N is the number of edges.",
		.least = 4,
		.most = 4,
		.run = cmd_sim_do,
	},
	{
		.name = "sim speed",
		.arguments = "FACTOR",
		.summary = "How fast simulated time runs: 1 to 100 times real time",
		.help = "The whole suite follows: delays, schedules and confirmations too.",
		.least = 1,
		.most = 1,
		.run = cmd_sim_speed,
	},
	{
		.name = "sim fill",
		.arguments = "",
		.summary = "Plays what is missing until now, as fast as the suite follows",
		.help = "For a simulator that began in the past (rmcu-sensord --past 30d): a tick "
			"a "
			"minute, in the last hour a tick a second, and then the clock runs on by "
			"itself. Interrupted, it goes on when it is called again; until then "
			"daemons "
			"with --lockstep stand still.",
		.options = fill_options,
		.run = cmd_sim_fill,
	},
	{
		.name = "config show",
		.arguments = "[PREFIX]",
		.summary = "All settings, or those below PREFIX",
		.help = "The settings as the files say them at this moment; this needs no daemon. "
			"Later layers win: the "
			"schema's defaults, the hardware profile, /etc/rmcu/rmcu.conf, and what "
			"was set by "
			"psctl, pages or SNMP.",
		.options = show_options,
		.most = 1,
		.kinds = { ARGUMENT_PATH },
		.run = cmd_config_show,
	},
	{
		.name = "config get",
		.arguments = "PATH",
		.summary = "One setting",
		.help = "Writes the bare value, e.g. of channels.volts_battery.name.",
		.least = 1,
		.most = 1,
		.kinds = { ARGUMENT_PATH },
		.run = cmd_config_get,
	},
	{
		.name = "config set",
		.arguments = "PATH=VALUE...",
		.summary = "Changes settings, all of them or none",
		.help = "The change is kept beside /etc/rmcu/rmcu.conf, which is left alone, and "
			"goes before it. All "
			"mistakes are told. It wants group rmcu-control, for some settings "
			"rmcu-admin.",
		.least = 1,
		.most = WIRE_CHANGES_MAX,
		.kinds = { ARGUMENT_ASSIGNMENT, ARGUMENT_ASSIGNMENT },
		.run = cmd_config_set,
	},
	{
		.name = "config secret",
		.arguments = "PATH",
		.summary = "Asks for a secret of the unit's own, e.g. mail.password",
		.help = "At a terminal it is not shown; elsewhere it is the first line that comes "
			"in. Empty takes it away. It wants group rmcu-admin.",
		.kinds = { ARGUMENT_PATH },
		.least = 1,
		.most = 1,
		.run = cmd_config_secret,
	},
	{
		.name = "config unset",
		.arguments = "PATH...",
		.summary = "Takes changes back, so that the files speak again",
		.help = "The value is then that of rmcu.conf, of the profile, or the default.",
		.least = 1,
		.most = WIRE_CHANGES_MAX,
		.kinds = { ARGUMENT_PATH, ARGUMENT_PATH },
		.run = cmd_config_unset,
	},
	{
		.name = "config check",
		.arguments = "[FILE]",
		.summary = "All mistakes in the settings, with file and line",
		.help = "With FILE: what would be if it stood in the place of rmcu.conf. Says also "
			"which lines of it are "
			"hidden by later changes. This needs no daemon.",
		.most = 1,
		.kinds = { ARGUMENT_FILE },
		.run = cmd_config_check,
	},
	{
		.name = "config schema",
		.arguments = "[SUBJECT]",
		.summary = "Every setting that there is, and what it means",
		.help = "The same is in rmcu.conf(5).",
		.most = 1,
		.kinds = { ARGUMENT_PATH },
		.run = cmd_config_schema,
	},
	{
		.name = "facts",
		.arguments = "",
		.summary = "What happened in sensord, oldest first",
		.help = "Edges, outputs, refusals, missed ticks, steps of the clock, sources lost "
			"and back. The last 4096 "
			"since its start are kept.",
		.options = facts_options,
		.run = cmd_facts,
	},
	{
		.name = "version",
		.arguments = "",
		.summary = "Versions, model, serial number and hardware",
		.help = "Works without a running daemon too.",
		.run = cmd_version,
	},
	{
		.name = "help",
		.arguments = "[COMMAND]",
		.summary = "This list, or more about one command",
		.help = "psctl(1) has all of it.",
		.most = 2,
		.kinds = { ARGUMENT_COMMAND, ARGUMENT_COMMAND },
		.run = cmd_help,
	},
	{
		.name = "complete",
		.arguments = "WORD...",
		.summary = "What could stand for the last word",
		.help = "For the completion of the shell.",
		.most = ARGS_MAX,
		.hidden = true,
		.run = cmd_complete,
	},
	{
		.name = "manual",
		.arguments = "",
		.summary = "The manual page",
		.help = "For the build.",
		.hidden = true,
		.run = cmd_manual,
	},
	{ 0 },
};
