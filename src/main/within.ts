/** Whether `done` settles within `ms`. Never rejects. */
export function within(ms: number, done: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    const finish = () => {
      clearTimeout(timer)
      resolve(true)
    }
    done.then(finish, finish)
  })
}
