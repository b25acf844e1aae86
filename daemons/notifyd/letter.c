// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/letter.h"

#include <errno.h>

#include "daemons/notifyd/environment.h"
#include "daemons/notifyd/hook.h"
#include "daemons/notifyd/mail.h"
#include "daemons/notifyd/sms.h"
#include "lib/model/address.h"

int letter_write(const struct letter *l, const struct settings_recipient *to, const char *secret,
		 struct msg_send *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->by = to->by;
	switch (to->by) {
	case DELIVERY_EMAIL:
		return mail_write(l, to->address, MAIL_WHOLE, secret, ret);
	case DELIVERY_TEXT_EMAIL:
		return mail_write(l, to->address, MAIL_FOR_TEXT, secret, ret);
	case DELIVERY_TEXT_HTTP:
		if (!address_phone_valid(to->address))
			return -EINVAL;
		return hook_write(l, to->url, HOOK_FORM, to->address, secret, ret);
	case DELIVERY_TEXT_MODEM:
		return sms_write(l, to->address, ret);
	case DELIVERY_WEBHOOK:
		return hook_write(l, to->url, to->form, to->address, secret, ret);
	case DELIVERY_COMMAND:
		return environment_write(l, to->address, ret);
	case DELIVERY_MAX:
		break;
	}
	return -EINVAL;
}
