// SPDX-License-Identifier: GPL-2.0-only
/*
 * hil-watch: looks at lines of the board's GPIO chip all the time.
 *
 * "The output did not move" is only shown by looking. gpio-sim tells nobody when a line falls back
 * to its pull, so the level is read every PERIOD_US. A thread of the kernel does it, because in UML
 * each system call and each change between two processes costs the host several of its own: a
 * program that reads two `value` files at this rate takes two thirds of the guest's processor, and
 * slows down what it watches. Real-time priority, because the guest has one processor. What is left
 * uncovered is told: the longest time between two readings.
 *
 * A test uses /sys/kernel/debug/hil-watch/OFFSET:
 *
 *	write 0, 1	a watch begins, this is the level to be seen
 *	write -1	it ends
 *	read		reads=N differed=N errors=N gap_max_us=N gaps_over_2ms=N first=VALUE@US
 *
 * Both ends of a watch are readings too, done before the write returns. Errors are readings that
 * failed (the chip is unbound); first is the first reading that was not as expected, x for an error,
 * and its time since the beginning.
 */
#include <linux/debugfs.h>
#include <linux/gpio/consumer.h>
#include <linux/gpio/driver.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#define CHIP	"board-gpio"
#define LINES	8

/*
 * A falling line is up again after 100 ms at the earliest (RestartSec=); 500 us see a fall of a
 * hundredth of that.
 */
#define PERIOD_US	500
#define LONG_GAP_US	2000

struct watch {
	struct gpio_device *chip;	/* NULL: nobody watches */
	struct gpio_desc *line;
	int expected;
	s64 start_us, last_us;
	u64 reads, differed, errors;
	s64 gap_max_us;
	u64 long_gaps;
	s64 first_us;			/* -1: none yet */
	char first_value;
};

static struct watch watches[LINES];
static unsigned int active;
static DEFINE_MUTEX(lock);
static DECLARE_WAIT_QUEUE_HEAD(work);
static struct task_struct *watcher;
static struct dentry *dir;

static void look(struct watch *w)
{
	s64 now = ktime_to_us(ktime_get());
	int level = gpiod_get_raw_value_cansleep(w->line);

	w->reads++;
	w->gap_max_us = max(w->gap_max_us, now - w->last_us);
	if (now - w->last_us > LONG_GAP_US)
		w->long_gaps++;
	w->last_us = now;
	if (level == w->expected)
		return;
	if (level < 0)
		w->errors++;
	else
		w->differed++;
	if (w->first_us < 0) {
		w->first_us = now - w->start_us;
		w->first_value = level < 0 ? 'x' : '0' + level;
	}
}

static int watch_all(void *unused)
{
	ktime_t next = 0;
	int i;

	for (;;) {
		wait_event_idle(work, READ_ONCE(active) || kthread_should_stop());
		if (kthread_should_stop())
			return 0;
		mutex_lock(&lock);
		for (i = 0; i < LINES; i++)
			if (watches[i].chip)
				look(&watches[i]);
		mutex_unlock(&lock);
		/* after a delay go on from now: a burst of late readings would show nothing new */
		next = max(ktime_get(), ktime_add_us(next, PERIOD_US));
		set_current_state(TASK_IDLE);
		schedule_hrtimeout(&next, HRTIMER_MODE_ABS);
	}
}

static void end(struct watch *w)
{
	if (!w->chip)
		return;
	look(w);
	gpio_device_put(w->chip);
	w->chip = NULL;
	WRITE_ONCE(active, active - 1);
}

static int begin(struct watch *w, unsigned int offset, int expected)
{
	struct gpio_device *chip = gpio_device_find_by_label(CHIP);
	struct gpio_desc *line;

	if (!chip)
		return -ENODEV;
	line = gpio_device_get_desc(chip, offset);
	if (IS_ERR(line)) {
		gpio_device_put(chip);
		return PTR_ERR(line);
	}
	end(w);
	*w = (struct watch){ .chip = chip, .line = line, .expected = expected, .first_us = -1,
			     .first_value = '-' };
	w->start_us = w->last_us = ktime_to_us(ktime_get());
	look(w);
	WRITE_ONCE(active, active + 1);
	wake_up(&work);
	return 0;
}

static int show(struct seq_file *file, void *unused)
{
	struct watch *w = file->private;

	mutex_lock(&lock);
	seq_printf(file, "reads=%llu differed=%llu errors=%llu gap_max_us=%lld gaps_over_2ms=%llu first=%c@%lld\n",
		   w->reads, w->differed, w->errors, w->gap_max_us, w->long_gaps, w->first_value,
		   w->first_us);
	mutex_unlock(&lock);
	return 0;
}

static int open(struct inode *inode, struct file *file)
{
	return single_open(file, show, inode->i_private);
}

static ssize_t write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct watch *w = ((struct seq_file *)file->private_data)->private;
	int level, r;

	r = kstrtoint_from_user(buf, len, 10, &level);
	if (r)
		return r;
	if (level < -1 || level > 1)
		return -EINVAL;
	mutex_lock(&lock);
	if (level < 0)
		end(w);
	else
		r = begin(w, w - watches, level);
	mutex_unlock(&lock);
	return r ? r : len;
}

static const struct file_operations watch_fops = {
	.owner = THIS_MODULE,
	.open = open,
	.read = seq_read,
	.write = write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int __init hil_watch_init(void)
{
	char name[8];
	int i;

	watcher = kthread_run(watch_all, NULL, "hil-watch");
	if (IS_ERR(watcher))
		return PTR_ERR(watcher);
	sched_set_fifo(watcher);
	dir = debugfs_create_dir("hil-watch", NULL);
	for (i = 0; i < LINES; i++) {
		snprintf(name, sizeof(name), "%d", i);
		debugfs_create_file(name, 0644, dir, &watches[i], &watch_fops);
	}
	return 0;
}

static void __exit hil_watch_exit(void)
{
	int i;

	debugfs_remove(dir);
	kthread_stop(watcher);
	for (i = 0; i < LINES; i++)
		end(&watches[i]);
}

module_init(hil_watch_init);
module_exit(hil_watch_exit);
MODULE_DESCRIPTION("RMCU test rig: a watch over output lines");
MODULE_LICENSE("GPL");
