// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/condition.h"

/* Equal to the setpoint does not raise, equal to the recovery does not clear (S41 to S43). */
static enum answer above(int64_t value, int64_t setpoint, int64_t recovery)
{
	if (value > setpoint)
		return ANSWER_YES;
	if (value < recovery || recovery == setpoint)
		return ANSWER_NO;
	return ANSWER_BETWEEN;
}

static enum answer below(int64_t value, int64_t setpoint, int64_t recovery)
{
	if (value < setpoint)
		return ANSWER_YES;
	if (value > recovery || recovery == setpoint)
		return ANSWER_NO;
	return ANSWER_BETWEEN;
}

static enum answer yes_if(bool yes)
{
	return yes ? ANSWER_YES : ANSWER_NO;
}

static enum answer ask_value(const struct rule *rule, const struct sample *sample,
			     struct rate *rate)
{
	switch (rule->when) {
	case ALARM_ABOVE:
		return above(sample->value, rule->setpoint, rule->recovery);
	case ALARM_BELOW:
		return below(sample->value, rule->setpoint, rule->recovery);
	case ALARM_RISING:
	case ALARM_FALLING:
		return above(rate_add(rate, sample->value, sample->mono_us), rule->setpoint,
			     rule->recovery);
	case ALARM_ACTIVE:
		return yes_if(sample_active(sample));
	case ALARM_INACTIVE:
		return yes_if(!sample_active(sample));
	case ALARM_QUALITY:
	case ALARM_SILENT:
	case ALARM_LOG:
	case ALARM_WHEN_MAX:
		break;
	}
	return ANSWER_UNKNOWN;
}

enum answer condition_ask(const struct rule *rule, const struct sample *sample, bool silent,
			  enum log_stand log, struct rate *rate)
{
	if (rule->when == ALARM_SILENT)
		return yes_if(silent);
	if (rule->when == ALARM_LOG)
		return log == LOG_UNKNOWN ? ANSWER_UNKNOWN : yes_if(log == LOG_FAILING);
	if (!sample)
		return ANSWER_UNKNOWN;
	if (sample->quality == QUALITY_DISABLED)
		return ANSWER_HIDDEN;
	if (rule->when == ALARM_QUALITY)
		return yes_if(sample->quality != QUALITY_OK);
	if (sample->quality != QUALITY_OK)
		return ANSWER_UNKNOWN;
	return ask_value(rule, sample, rate);
}
