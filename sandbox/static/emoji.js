// The shortcodes people and apps use most. An unknown one is shown as it was written, as Slack does.

const TABLE = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|clap 👏|raised_hands 🙌|pray 🙏|wave 👋|muscle 💪|ok_hand 👌|point_right 👉
point_left 👈|point_up ☝️|point_down 👇|handshake 🤝|writing_hand ✍️|crossed_fingers 🤞|eyes 👀|brain 🧠|speech_balloon 💬
thought_balloon 💭|smile 😄|smiley 😃|grinning 😀|grin 😁|blush 😊|relaxed ☺️|slightly_smiling_face 🙂|wink 😉|joy 😂|sob 😭
cry 😢|sweat_smile 😅|laughing 😆|heart_eyes 😍|star-struck 🤩|thinking_face 🤔|thinking 🤔|neutral_face 😐|confused 😕
disappointed 😞|worried 😟|open_mouth 😮|scream 😱|sunglasses 😎|hugging_face 🤗|upside_down_face 🙃|partying_face 🥳|sleeping 😴
heart ❤️|blue_heart 💙|green_heart 💚|yellow_heart 💛|purple_heart 💜|orange_heart 🧡|sparkling_heart 💖|broken_heart 💔|100 💯
fire 🔥|sparkles ✨|star ⭐|star2 🌟|dizzy 💫|boom 💥|zap ⚡|tada 🎉|confetti_ball 🎊|balloon 🎈|gift 🎁|trophy 🏆|medal 🏅
first_place_medal 🥇|dart 🎯|rocket 🚀|bulb 💡|seedling 🌱|herb 🌿|four_leaf_clover 🍀|deciduous_tree 🌳|sunflower 🌻|rainbow 🌈
sunny ☀️|sunrise 🌅|cloud ☁️|umbrella ☔|snowflake ❄️|coffee ☕|cake 🍰|birthday 🎂|pizza 🍕|beers 🍻|palm_tree 🌴|airplane ✈️
house 🏠|office 🏢|school 🏫|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|inbox_tray 📥|outbox_tray 📤|envelope ✉️|email 📧
incoming_envelope 📨|love_letter 💌|mailbox 📫|memo 📝|pencil 📝|pencil2 ✏️|page_facing_up 📄|clipboard 📋|bookmark 🔖|books 📚|book 📖
calendar 📆|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock9 🕘|hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|link 🔗|paperclip 📎|pushpin 📌|round_pushpin 📍|mag 🔍|lock 🔒
unlock 🔓|key 🔑|shield 🛡️|wrench 🔧|hammer 🔨|gear ⚙️|bug 🐛|robot_face 🤖|computer 💻|phone ☎️|wastebasket 🗑️|package 📦
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️|no_entry ⛔
no_entry_sign 🚫|information_source ℹ️|question ❓|grey_question ❔|exclamation ❗|bangbang ‼️|heavy_plus_sign ➕|heavy_minus_sign ➖
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrows_counterclockwise 🔄|leftwards_arrow_with_hook ↩️|repeat 🔁|back 🔙
red_circle 🔴|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_orange_circle 🟠
small_blue_diamond 🔹|small_orange_diamond 🔸|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|busts_in_silhouette 👥|bust_in_silhouette 👤
see_no_evil 🙈|turtle 🐢|snail 🐌|owl 🦉|bee 🐝|dog 🐶|cat 🐱|unicorn_face 🦄|checkered_flag 🏁|triangular_flag_on_post 🚩
wheel 🛞|ring_buoy 🛟|magic_wand 🪄|lotus_position 🧘|face_with_thermometer 🤒|silhouette 👤|crystal_ball 🔮|compass 🧭|map 🗺️
`;

const EMOJI = new Map(
  TABLE.trim().split(/[|\n]/).map((entry) => {
    const space = entry.indexOf(" ");
    return [entry.slice(0, space), entry.slice(space + 1)];
  }),
);

/** The character for "tada" or "wave::skin-tone-3" (tones are left out), or null for one we don't know. */
export function emojiFor(name) {
  return EMOJI.get(name.split("::")[0]) ?? null;
}
