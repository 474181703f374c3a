/** The alias under which Express 5 stands beside Express 4; what we use of it is the same in both. */
declare module 'express5' {
  import express from 'express';
  export default express;
}
