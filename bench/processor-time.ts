/** Seconds that the process has had of a processor since: what a shared machine's other work leaves alone. */
export function processorTime(): () => number {
  const { user, system } = process.cpuUsage();
  return () => {
    const now = process.cpuUsage();
    return (now.user + now.system - user - system) / 1e6;
  };
}
