import { eventStoreContract } from '../event-store.contract.ts'
import { openSharedOwner } from './shared-owner.fixture.ts'

eventStoreContract({ name: 'remote over loopback', open: (place) => openSharedOwner(place, 'tcp') })
eventStoreContract({ name: 'remote over a socket', open: (place) => openSharedOwner(place, 'socket') })
