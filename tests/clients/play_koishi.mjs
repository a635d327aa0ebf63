// A real Koishi with its OneBot adapter, connected to a OneBot 11 implementation that the test plays: what Koishi
// hears there a plug-in of three lines hands to the console, as the guide's recipe has it.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'

const [url, tokenFile, endpoint, modules] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${modules}/index.js`))
const { Context, Logger } = require('koishi')
const OneBot = require('koishi-plugin-adapter-onebot')
Logger.levels.base = 0
const token = readFileSync(tokenFile, 'utf8').trim()
const app = new Context()
try { app.plugin(require('@koishijs/plugin-http').default) } catch { /* part of koishi here */ }
app.plugin(OneBot.default ?? OneBot, { protocol: 'ws', selfId: '10000', endpoint, token: 'adapter' })
app.on('message', async session => {
  const line = { room: session.guildId, room_name: '科一群', id: session.messageId, time: Math.floor(session.timestamp / 1000),
    sender: session.userId, name: session.username, type: 'text', text: session.content, platform: 'qq' }
  const answer = await fetch(`${url}/hook/jsonl`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify(line) })
  console.log(JSON.stringify({ status: answer.status }))
  process.exit(0)
})
await app.start()
setTimeout(() => process.exit(3), 30000)
