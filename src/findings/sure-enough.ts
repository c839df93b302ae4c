/** From this confidence on, a statement stands in a script ready to run; below it, it is to be looked at before. */
export const sureEnough = 6;
