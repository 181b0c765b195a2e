package phrase

import (
	"github.com/emotional-safety/coach/coach/text"
)

// regularVerbs are the regular verbs in common use, in their base form. With the irregular ones they
// are what the clause forms know as verbs.
const regularVerbs = text.List(`
	abandon absorb accept accompany accuse ache achieve acknowledge act adapt add address adjust admire admit adopt advise afford agree
	allow amaze announce annoy answer anticipate apologize apologise appear apply appoint appreciate approach approve argue arrange arrest
	arrive ask assist assume assure attach attack attempt attend attract avoid babble back backtrack bake balance ban bang bathe battle beg
	behave believe belong blame bless block boast boil book bore borrow bother box breathe brush bully bump bury
	calculate call calm cancel care carry cause celebrate challenge change charge chase chat cheat check cheer chew chill choke chop claim clarify
	clap clean clear click climb close coach collect comb combine comfort command comment communicate compare compete complain complete
	compliment compromise concentrate concern conclude confess confide confirm confront confuse congratulate connect consider consist consult
	contact contain continue contribute control convince cook cool cooperate cope copy correct count cover crack crash crave create criticize
	criticise cross crush cry cuddle cure curse damage dance dare date decide declare decline decorate defend delay delegate delete deliver demand
	deny depend describe deserve design destroy determine develop die diet direct disagree disappear disappoint disapprove discipline discourage
	discover discuss dislike dismiss disrespect distract distribute disturb ditch divide divorce document donate double doubt drag dress drop drown
	dry dump earn ease eat educate embarrass embrace email empty encourage end endure engage enjoy ensure enter entertain escape establish
	evaluate examine excuse exercise exist expand expect explain explore express extend face fail fake fancy fasten favor fear fetch figure file
	fill finish fire fix flirt float flood flow focus fold follow fool force form frighten fry fulfill function gather gaze glance
	glue google gossip grab graduate greet guarantee guard guess guide hammer hand handle happen harass harm hate haunt heal heat help hesitate hire honor
	hop hope hug humiliate hunt hurry identify ignore imagine impress improve include increase influence inform inspire insult intend interrupt
	introduce invest invite involve irritate itch jog join joke judge juggle jump justify kick kid kill kiss knock label lack land last laugh launch
	lecture lick lift like limit link list listen live load lock look love lower maintain manage manipulate march mark marry massage
	match matter meditate melt mend mention mess message mind miss mix moan mock monitor motivate mourn move mute nag name narrow need neglect
	negotiate nod note notice nudge obey object observe obtain offend offer open operate order organize organise overreact owe own pack paint
	panic park participate pass pause peel perform permit persuade phone pick pinch place plan plant play plead please plug point polish ponder post
	pour practice practise praise pray prefer prepare press pressure pretend prevent print prioritize prioritise proceed process produce promise
	promote protect protest provide provoke pull punch punish purchase push question queue race rage raise rant reach react realize realise reassure
	recall receive recharge recognize recognise recommend record recover reduce refer reflect refresh refuse regret reject relate relax release rely
	remain remember remind remove rent repair repeat replace reply report represent request require rescue research resent resist resolve respect
	respond rest restart restore result retire return reveal reward roll rub ruin rush sacrifice satisfy save scare schedule scold scratch scream
	search seem select separate serve settle share shave shop shout shower shrug shut sigh sign skip slap slow smash smile smoke snap snore sob soften
	solve soothe sort sound spare spoil spy squeeze stack stare start starve state stay steer step stop store strengthen stress stretch
	struggle study stuff subscribe succeed suck suffer suggest suit supply support suppose surprise surrender survive suspect swallow switch talk tap
	taste tease tell tempt tend terminate test text thank threaten tidy tie tip tire tolerate touch track trade train transfer translate trap travel
	treat tremble trick trigger trip trouble trust try turn tweet type underestimate understand unfollow unfriend unplug untie unwind update upload urge use
	vacuum validate value vent visit voice volunteer vote wait walk wander want warn wash waste watch water wave weigh welcome whine whisper wipe
	wish witness wonder work worry wrap yawn yell
	snatch reconsider sponsor pursue nurture foster cultivate reevaluate reframe brainstorm journal prep swaddle rephrase redirect reinforce
	empathize mirror model rotate childproof pump nurse wean hydrate stock budget outline highlight memorize revise enroll audit network
	freelance commute relocate downsize bribe ground rock snuggle burp sterilize bookmark uninstall disable enable archive film log jot
	scribble doodle sketch craft knit crochet garden hike bike sprint detox declutter expose aim install interact shift swap divert coordinate
	compile inquire investigate insist instill notify ration reassess reconnect reschedule resign resume revisit rinse sample savor scan screen
	simplify stash supervise supplement surround toss tweak unpack utilize vary whip rehome defuse deescalate outsource empower downplay
	rearrange reorganize unlearn socialize contemplate visualize verbalize familiarize accustom`)
