/* A page that waits for a worker looks again by itself; without this script its link does. */
setTimeout(() => window.location.reload(), 2500);
