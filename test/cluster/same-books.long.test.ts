import { scenarioEnd } from '../../infra/scenarios/summer-2025.ts'
import { describeSameBooks } from './same-books.fixture.ts'

describeSameBooks(scenarioEnd)
