// SPDX-License-Identifier: GPL-2.0-only
/*
 * hil-i2c: the rig's I2C bus, with models of the ADS1115 converter on it.
 *
 * The kernel's own ti-ads1015 driver binds to the models as it would to the chips. The kernel has
 * an I2C simulator, i2c-stub, but that is a plain register file: it answers with one conversion
 * register whatever the multiplexer is set to, so all inputs of a chip would read alike. These
 * models follow the multiplexer and the gain, and they can fail and hang when told to.
 *
 * A test sets the world in /sys/kernel/debug/hil-i2c/ADDRESS/ (48, 49, ...):
 *
 *	ain0_uv ... ain3_uv	what is at the input pin, microvolt, signed
 *	fail			0: the chip answers
 *				N > 0: the next N transfers fail with EREMOTEIO, as a chip
 *				that does not acknowledge
 *				N < 0: all of them, the chip has been pulled out
 *	delay_ms		every transfer takes this long, as on a bus held by somebody
 *	xfers			transfers so far, to see whether anybody reads
 *
 * The bus is the device tree node "hil,i2c-bus"; its children are instantiated as on a real
 * board, and rmmod takes the whole bus with all its devices away.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/swab.h>

/* All that the chip can be strapped to */
#define FIRST_ADDRESS	0x48
#define CHIPS		4
#define INPUTS		4

enum ads1115_register {
	REG_CONVERSION,
	REG_CONFIG,
	REG_LO_THRESH,
	REG_HI_THRESH,
	REG_COUNT,
};

/* Configuration register: what the model looks at, and the value after power-on */
#define CONFIG_IDLE		0x8000	/* reads as 1 while no conversion runs */
#define CONFIG_MUX(reg)		(((reg) >> 12) & 7)
#define CONFIG_PGA(reg)		(((reg) >> 9) & 7)
#define CONFIG_POWER_ON		0x8583

struct chip {
	u16 reg[REG_COUNT];
	s64 ain_uv[INPUTS];
	s64 fail;
	s64 delay_ms;
	s64 xfers;
};

struct hil_bus {
	struct i2c_adapter adapter;
	struct dentry *dir;
	struct chip chip[CHIPS];
};

/* The world is written by the test while the driver reads it */
static DEFINE_MUTEX(world);

/* The code that the chip would deliver now: selected input, gain, 16 bits two's complement */
static u16 convert(const struct chip *chip)
{
	static const s64 full_scale_uv[8] = {
		6144000, 4096000, 2048000, 1024000, 512000, 256000, 256000, 256000
	};
	static const struct { s8 plus, minus; } mux[8] = {
		{ 0, 1 }, { 0, 3 }, { 1, 3 }, { 2, 3 },		/* differential */
		{ 0, -1 }, { 1, -1 }, { 2, -1 }, { 3, -1 },	/* against ground */
	};
	unsigned int sel = CONFIG_MUX(chip->reg[REG_CONFIG]);
	s64 full = full_scale_uv[CONFIG_PGA(chip->reg[REG_CONFIG])];
	s64 uv = chip->ain_uv[mux[sel].plus];
	s64 code;

	if (mux[sel].minus >= 0)
		uv -= chip->ain_uv[mux[sel].minus];
	/* to the nearest code, so that a test may expect half an LSB */
	code = uv * 32768;
	code = div_s64(code + (code >= 0 ? full / 2 : -full / 2), full);
	return (u16)(s16)clamp_t(s64, code, S16_MIN, S16_MAX);
}

/* One register transfer of a chip that answers */
static s32 transfer(struct chip *chip, char rw, u8 reg, u16 *val)
{
	if (reg >= REG_COUNT)
		return -EREMOTEIO;
	if (rw == I2C_SMBUS_WRITE) {
		if (reg != REG_CONVERSION)
			chip->reg[reg] = *val;
		return 0;
	}
	*val = reg == REG_CONVERSION ? convert(chip) : chip->reg[reg];
	/*
	 * Never busy: the driver sleeps the conversion time without asking, so the time that a
	 * reading takes is as on the real chip.
	 */
	if (reg == REG_CONFIG)
		*val |= CONFIG_IDLE;
	return 0;
}

/* Count the transfer and tell whether it is to fail. Returns its delay, or negative errno. */
static s64 chip_answers(struct chip *chip)
{
	chip->xfers++;
	if (!chip->fail)
		return chip->delay_ms;
	if (chip->fail > 0)
		chip->fail--;
	return -EREMOTEIO;
}

static s32 hil_smbus_xfer(struct i2c_adapter *adapter, u16 addr, unsigned short flags,
			  char rw, u8 command, int size, union i2c_smbus_data *data)
{
	struct hil_bus *bus = i2c_get_adapdata(adapter);
	struct chip *chip;
	s64 delay;
	u16 val;
	s32 r;

	if (addr < FIRST_ADDRESS || addr >= FIRST_ADDRESS + CHIPS)
		return -ENXIO;
	chip = &bus->chip[addr - FIRST_ADDRESS];

	mutex_lock(&world);
	delay = chip_answers(chip);
	mutex_unlock(&world);
	if (delay < 0)
		return delay;
	if (delay > 0)
		msleep(delay);	/* not under the lock: the test must be able to end it */

	if (size == I2C_SMBUS_QUICK)
		return 0;
	if (size != I2C_SMBUS_WORD_DATA)
		return -EOPNOTSUPP;

	/* SMBus sends the low byte first, the chip the high one */
	val = swab16(data->word);
	mutex_lock(&world);
	r = transfer(chip, rw, command, &val);
	mutex_unlock(&world);
	if (!r && rw == I2C_SMBUS_READ)
		data->word = swab16(val);
	return r;
}

static u32 hil_functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_WORD_DATA;
}

static const struct i2c_algorithm hil_algorithm = {
	.smbus_xfer = hil_smbus_xfer,
	.functionality = hil_functionality,
};

static int knob_get(void *data, u64 *val)
{
	mutex_lock(&world);
	*val = *(s64 *)data;
	mutex_unlock(&world);
	return 0;
}

static int knob_set(void *data, u64 val)
{
	mutex_lock(&world);
	*(s64 *)data = val;
	mutex_unlock(&world);
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(knob_fops, knob_get, knob_set, "%lld\n");

/* Power the chip on and give it its folder in debugfs */
static void chip_init(struct chip *chip, unsigned int addr, struct dentry *parent)
{
	struct dentry *dir;
	char name[16];
	int i;

	chip->reg[REG_CONFIG] = CONFIG_POWER_ON;
	chip->reg[REG_LO_THRESH] = 0x8000;
	chip->reg[REG_HI_THRESH] = 0x7fff;

	snprintf(name, sizeof(name), "%02x", addr);
	dir = debugfs_create_dir(name, parent);
	for (i = 0; i < INPUTS; i++) {
		snprintf(name, sizeof(name), "ain%d_uv", i);
		debugfs_create_file(name, 0644, dir, &chip->ain_uv[i], &knob_fops);
	}
	debugfs_create_file("fail", 0644, dir, &chip->fail, &knob_fops);
	debugfs_create_file("delay_ms", 0644, dir, &chip->delay_ms, &knob_fops);
	debugfs_create_file("xfers", 0444, dir, &chip->xfers, &knob_fops);
}

static int hil_probe(struct platform_device *pdev)
{
	struct hil_bus *bus;
	int i, r;

	bus = devm_kzalloc(&pdev->dev, sizeof(*bus), GFP_KERNEL);
	if (!bus)
		return -ENOMEM;
	bus->dir = debugfs_create_dir("hil-i2c", NULL);
	for (i = 0; i < CHIPS; i++)
		chip_init(&bus->chip[i], FIRST_ADDRESS + i, bus->dir);

	bus->adapter.owner = THIS_MODULE;
	bus->adapter.algo = &hil_algorithm;
	bus->adapter.dev.parent = &pdev->dev;
	bus->adapter.dev.of_node = pdev->dev.of_node;
	strscpy(bus->adapter.name, "hil-i2c", sizeof(bus->adapter.name));
	i2c_set_adapdata(&bus->adapter, bus);
	platform_set_drvdata(pdev, bus);

	/* probes the children at once, so the world has to be there already */
	r = i2c_add_adapter(&bus->adapter);
	if (r)
		debugfs_remove(bus->dir);
	return r;
}

static void hil_remove(struct platform_device *pdev)
{
	struct hil_bus *bus = platform_get_drvdata(pdev);

	i2c_del_adapter(&bus->adapter);
	debugfs_remove(bus->dir);
}

static const struct of_device_id hil_of_match[] = {
	{ .compatible = "hil,i2c-bus" },
	{ }
};
MODULE_DEVICE_TABLE(of, hil_of_match);

static struct platform_driver hil_driver = {
	.probe = hil_probe,
	.remove_new = hil_remove,
	.driver = {
		.name = "hil-i2c",
		.of_match_table = hil_of_match,
	},
};
module_platform_driver(hil_driver);

MODULE_DESCRIPTION("RMCU test rig: I2C bus with ADS1115 models");
MODULE_LICENSE("GPL");
