import { describeSameBooks } from './same-books.fixture.ts'

// Until the first evening of the first festival, a sixth of the requests: credits end later, which the long one plays.
describeSameBooks('2025-07-25T21:00:00+08:00')
