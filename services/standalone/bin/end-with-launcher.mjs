// Loaded before the command line where a launcher started it: whoever kills the launcher, even with -9, has ended the ledger, and can
// start it again at once. Worker threads load it, too, and have no channel.
process.once('disconnect', () => process.exit(137))
process.channel?.unref()
