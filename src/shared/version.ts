/** Version of the studio and its engine, written into every restoration. A test holds it equal to package.json. */
export const version = '0.1.0'
