import { describeSameBooks } from './same-books.fixture.ts'

// The first festival has begun: every kind of act was done at least once, in a quarter of the requests.
describeSameBooks('2025-07-25T21:00:00+08:00')
