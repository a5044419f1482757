declare module 'id-validator' {
  class IdValidator {
    constructor(table: object)
    isValid(id: string): boolean
    getInfo(id: string): { birth: string; sex: 0 | 1 }
  }
  export = IdValidator
}

declare module 'id-validator/src/GB2260.js' {
  const table: object
  export = table
}
