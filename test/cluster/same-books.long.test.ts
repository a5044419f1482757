import { scenarioEnd } from '../../services/standalone/src/demo/summer-2025.ts'
import { describeSameBooks } from './same-books.fixture.ts'

describeSameBooks(scenarioEnd)
