// Hands what a Wechaty bot hears in groups to the console's feed, over OneBot 12 (reverse WebSocket).
//
//   QUNZHANG_TOKEN_FILE=… WECHATY_PUPPET=wechaty-puppet-… node bridge.mjs
//
// It reads; it acts in WeChat only when the console asks for an action that a person has approved there.
// What cannot be handed over at once waits here (MOST events) until the console listens again.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import WebSocket from 'ws'

const MOST = 20000
const BEAT_MS = 5000
const KINDS = { 1: 'file', 2: 'voice', 3: 'card', 4: 'forward', 5: 'sticker', 6: 'image', 7: 'text', 8: 'location',
  9: 'mini_program', 10: 'bulletin', 11: 'transfer', 12: 'red_packet', 14: 'link', 15: 'video' }
const RECALLED = 13

export function bridge (bot, { url, token, platform = 'wechat' }) {
  const waiting = []
  let socket, me = '', number = 0, closing = false
  const run = Date.now().toString(36)
  const now = () => Date.now() / 1000
  const seconds = date => (date ? +date : Date.now()) / 1000
  const self = () => ({ platform, user_id: me })
  const event = (type, detail, more) => ({ id: `${run}-${++number}`, time: now(), type, detail_type: detail, sub_type: '', ...more })
  const open = () => socket && socket.readyState === WebSocket.OPEN

  function hand (row) {
    waiting.push(JSON.stringify(row))
    if (waiting.length > MOST) waiting.shift()
    pour()
  }
  function pour () {
    while (open() && waiting.length) socket.send(waiting.shift())
  }
  function connect () {
    if (closing) return
    socket = new WebSocket(url, ['12.wechaty'], { headers: { Authorization: `Bearer ${token}`, 'User-Agent': 'OneBot/12 wechaty-bridge' } })
    socket.on('open', () => {
      socket.send(JSON.stringify(event('meta', 'connect', { version: { impl: 'wechaty', version: '1', onebot_version: '12' } })))
      if (me) status()
      pour()
    })
    socket.on('message', async data => socket.send(JSON.stringify(await answer(JSON.parse(data.toString())))))
    socket.on('close', () => setTimeout(connect, 2000))
    socket.on('error', error => console.error('feed:', error.message))
  }
  function status () {
    if (open()) socket.send(JSON.stringify(event('meta', 'status_update', { status: { good: true, bots: [{ self: self(), online: true }] } })))
  }
  const beats = setInterval(() => {
    if (open()) socket.send(JSON.stringify(event('meta', 'heartbeat', { interval: BEAT_MS })))
  }, BEAT_MS)

  async function nickname (room, contact) {
    try { return (await room.alias(contact)) ?? undefined } catch { return undefined }
  }
  const actions = {
    get_supported_actions: async () => Object.keys(actions),
    get_self_info: async () => ({ user_id: me, user_name: bot.currentUser.name(), user_displayname: '' }),
    get_group_info: async ({ group_id: id }) => {
      const room = await bot.Room.find({ id })
      return { group_id: id, group_name: await room.topic(), owner_id: room.owner()?.id ?? '' }
    },
    get_group_member_list: async ({ group_id: id }) => {
      const room = await bot.Room.find({ id })
      return Promise.all((await room.memberAll()).map(async who => (
        { user_id: who.id, user_name: who.name(), user_displayname: (await nickname(room, who)) ?? '' })))
    },
    send_message: async ({ group_id: id, message }) => {
      const room = await bot.Room.find({ id })
      const who = await Promise.all(message.filter(part => part.type === 'mention').map(part => bot.Contact.find({ id: part.data.user_id })))
      const sent = await room.say(message.filter(part => part.type === 'text').map(part => part.data.text).join(''), ...who.filter(Boolean))
      return { message_id: sent?.id ?? '', time: now() }
    },
    'wx.kick_member': async ({ group_id: id, user_id: who }) => {
      await (await bot.Room.find({ id })).remove(await bot.Contact.find({ id: who }))
      return {}
    },
    'wx.set_group_announcement': async ({ group_id: id, text }) => {
      await (await bot.Room.find({ id })).announce(text)
      return {}
    },
  }
  async function answer ({ action, params = {}, echo }) {
    if (!actions[action]) return { status: 'failed', retcode: 10002, data: null, message: 'unsupported action', echo }
    try {
      return { status: 'ok', retcode: 0, data: await actions[action](params), message: '', echo }
    } catch (error) {
      return { status: 'failed', retcode: 20002, data: null, message: String(error.message ?? error), echo }
    }
  }

  bot.on('login', user => { me = user.id; status() })
  bot.on('message', async message => {
    const room = message.room()
    if (!room) return
    const who = message.talker()
    const about = { self: self(), group_id: room.id, user_id: who.id }
    if (message.type() === RECALLED) {
      const old = await message.toRecalled().catch(() => null)
      hand(event('notice', 'group_message_delete', { ...about, time: seconds(message.date()), operator_id: who.id, message_id: old?.id ?? '' }))
      return
    }
    const kind = KINDS[message.type()] ?? 'other'
    const said = kind === 'text' ? [{ type: 'text', data: { text: message.text() } }] : [{ type: kind, data: {} }]
    hand(event('message', 'group', { ...about, time: seconds(message.date()), message_id: message.id, message: said,
      alt_message: message.text().startsWith('<') ? '' : message.text(), 'wx.type': kind, 'wx.sender_name': who.name(),
      'wx.group_nickname': await nickname(room, who), 'wx.room_topic': await room.topic() }))
  })
  bot.on('room-join', (room, joined, inviter, date) => joined.forEach(who => hand(event('notice', 'group_member_increase',
    { self: self(), time: seconds(date), sub_type: inviter ? 'invite' : 'join', group_id: room.id, user_id: who.id,
      operator_id: inviter?.id ?? '', 'wx.user_name': who.name(), 'wx.operator_name': inviter?.name() }))))
  bot.on('room-leave', (room, gone, remover, date) => gone.forEach(who => hand(event('notice', 'group_member_decrease',
    { self: self(), time: seconds(date), sub_type: remover && remover.id !== who.id ? 'kick' : 'leave', group_id: room.id,
      user_id: who.id, operator_id: remover?.id ?? '', 'wx.user_name': who.name(), 'wx.operator_name': remover?.name() }))))
  bot.on('room-topic', (room, topic, old, changer, date) => hand(event('notice', 'wx.group_topic',
    { self: self(), time: seconds(date), group_id: room.id, user_id: changer?.id ?? '', 'wx.user_name': changer?.name(),
      'wx.topic': topic, 'wx.old_topic': old })))
  bot.on('room-announce', (room, text, announcer, old, date) => hand(event('notice', 'wx.group_announce',
    { self: self(), time: seconds(date), group_id: room.id, user_id: announcer?.id ?? '', 'wx.announcement': text })))
  connect()
  return () => { closing = true; clearInterval(beats); socket?.close() }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { WechatyBuilder } = await import('wechaty')
  const url = process.env.QUNZHANG_FEED ?? 'ws://127.0.0.1:6720/onebot/v12/'
  const token = readFileSync(process.env.QUNZHANG_TOKEN_FILE ?? 'token', 'utf8').trim()
  const bot = WechatyBuilder.build({ name: 'qunzhang-bridge' })
  bridge(bot, { url, token })
  await bot.start()
}
